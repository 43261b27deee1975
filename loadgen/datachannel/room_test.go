package datachannel_test

import (
	"context"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/datachannel"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/relay"
	"gomeet/loadgen/route"
	"gomeet/loadgen/signal"
	"gomeet/loadgen/subscriber"
)

// conversation is a writer and a reader in a room; the reader sits behind a relay.
type conversation struct {
	server *livekittest.Server
	ctx    context.Context
	meter  *datachannel.Meter
	writer *publisher.Publisher
	reader *subscriber.Subscriber

	readerSignal *signal.Conn
	readerSID    string
}

func (c *conversation) join(t *testing.T, identity string) (*signal.Conn, *livekit.JoinResponse) {
	t.Helper()
	conn, join, err := signal.Dial(c.ctx, signal.Options{URL: c.server.URL, Token: livekittest.Token("room", identity), AutoSubscribe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn, join
}

// converse begins a conversation at 400 messages a second, half of each kind.
func converse(t *testing.T, toReader relay.Impairment) *conversation {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	c := &conversation{server: livekittest.Start(t), ctx: ctx, meter: datachannel.NewMeter()}
	engine, err := subscriber.NewEngine(subscriber.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	between, err := relay.New(relay.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(between.Close)
	through := func(transport string, server netip.AddrPort) (route.Way, error) {
		if transport != "udp" || !server.Addr().Is4() {
			return route.Way{}, nil
		}
		link, err := between.Open(relay.LinkOptions{Server: server, Listen: netip.MustParseAddr("127.0.0.1"), ToParticipant: toReader})
		if err != nil {
			return route.Way{}, err
		}
		return route.Way{Through: link.Address, Seen: link.Seen}, nil
	}
	conn, join := c.join(t, "reader")
	c.readerSignal, c.readerSID = conn, join.GetParticipant().GetSid()
	c.reader, err = engine.Connect(ctx, subscriber.Options{
		Signal: conn, Join: join, Resumable: true, Route: through, Data: c.meter.Join(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.reader.Close)
	c.write(t)
	return c
}

func (c *conversation) write(t *testing.T) {
	t.Helper()
	scheduler := publisher.NewScheduler()
	t.Cleanup(scheduler.Close)
	conn, _ := c.join(t, "writer")
	var err error
	c.writer, err = publisher.Connect(c.ctx, publisher.Options{
		Signal: conn, Scheduler: scheduler, Data: &publisher.DataOptions{Participant: c.meter.Join(), MessagesPerSecond: 400},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.writer.Close)
}

// await polls the counts of one kind until they satisfy the condition.
func (c *conversation) await(t *testing.T, kind datachannel.Kind, what string, enough func(datachannel.Counts) bool) datachannel.Counts {
	t.Helper()
	for {
		counts := c.meter.Counts(kind)
		if enough(counts) {
			return counts
		}
		select {
		case <-c.ctx.Done():
			t.Fatalf("waited in vain for %s: %+v", what, counts)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TestALinkThatLosesMessagesIsMeasured: SCTP repairs what is reliable and leaves what is lossy. Of 400 lossy
// messages 20 are expected to be missing, with a standard deviation of sqrt(400 × 0.05 × 0.95) = 4.4 where each
// has a datagram of its own. A busy writer is late and puts up to 4 into one, which doubles that: the upper
// bound is more than three of those away. The first datagrams, those of the handshakes, all come.
func TestALinkThatLosesMessagesIsMeasured(t *testing.T) {
	const delay, handshakes = 20 * time.Millisecond, 60
	random := rand.New(rand.NewPCG(1, 1))
	c := converse(t, relay.Impairment{Delay: delay, Drop: func(ordinal uint64) bool {
		return ordinal >= handshakes && random.Float64() < 0.05
	}})
	c.await(t, datachannel.Lossy, "400 messages sent", func(counts datachannel.Counts) bool { return counts.Sent >= 400 })
	c.writer.StopData()
	c.meter.Settle()
	reliable := c.await(t, datachannel.Reliable, "every reliable message", func(counts datachannel.Counts) bool { return counts.Lost == 0 })
	lossy := c.meter.Counts(datachannel.Lossy)
	if share := float64(lossy.Lost) / float64(lossy.Received+lossy.Lost); share == 0 || share > 0.12 {
		t.Errorf("%d of %d lossy messages lost, the relay loses 0.05 of the datagrams", lossy.Lost, lossy.Received+lossy.Lost)
	}
	for _, counts := range []datachannel.Counts{reliable, lossy} {
		earliest, _ := counts.LatencyUs.Quantile(0)
		median, _ := counts.LatencyUs.Quantile(0.5)
		t.Logf("%d received, %d lost, latency from %d µs, median %d µs", counts.Received, counts.Lost, earliest, median)
		if earliest < delay.Microseconds() {
			t.Errorf("a message took %d µs over a link of %v", earliest, delay)
		}
	}
}

func TestDataGoOnBehindARelayAfterAResume(t *testing.T) {
	c := converse(t, relay.Impairment{})
	more := func(what string) {
		t.Helper()
		had := c.meter.Counts(datachannel.Reliable).Received
		c.await(t, datachannel.Reliable, what, func(counts datachannel.Counts) bool { return counts.Received >= had+100 })
	}
	more("100 messages")
	c.readerSignal.Break()
	<-c.readerSignal.Done()
	conn, _, err := signal.Resume(c.ctx, signal.Options{URL: c.server.URL, Token: livekittest.Token("room", "reader")}, c.readerSID)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	if err := c.reader.Resume(conn); err != nil {
		t.Fatal(err)
	}
	more("100 messages at the resume")
	more("100 messages after it")
	c.writer.StopData()
	c.meter.Settle()
	c.await(t, datachannel.Reliable, "every reliable message", func(counts datachannel.Counts) bool { return counts.Lost == 0 })
}
