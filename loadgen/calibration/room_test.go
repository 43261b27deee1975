package calibration

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/clip/cliptest"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/relay"
	"gomeet/loadgen/route"
	"gomeet/loadgen/signal"
	"gomeet/loadgen/subscriber"
)

const (
	// viewers on each receive path: with 720p and a voice about 4 * 2 * 220 packets/s go through the relay.
	viewers = 4
	// logPackets hold 60 s of that.
	logPackets = 120_000
)

type room struct {
	network   string
	server    *livekittest.Server
	clips     *clip.Set
	scheduler *publisher.Scheduler
}

// observed is what the people of one receive path saw, and the log of their relay.
type observed struct {
	path   subscriber.Path
	people []Observation
	log    relay.Log
}

func openRoom(t *testing.T, network string) *room {
	t.Helper()
	clips, err := clip.Load(cliptest.Directory(t))
	if err != nil {
		t.Fatal(err)
	}
	r := &room{network: network, clips: clips, scheduler: publisher.NewScheduler()}
	t.Cleanup(r.scheduler.Close)
	r.server = livekittest.StartWith(t, livekittest.Options{Namespace: namespace(network, "server"), Address: serverAddress.String()})
	return r
}

func withDeadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func (r *room) join(ctx context.Context, name, identity string) (*signal.Conn, *livekit.JoinResponse, error) {
	return signal.Dial(ctx, signal.Options{URL: r.server.URL, Token: livekittest.Token(name, identity), AutoSubscribe: true})
}

// through opens a link of a relay for each candidate of the server, and notes the links' order.
func through(shared *relay.Relay, up, down relay.Impairment, opened func(*relay.Link)) route.Route {
	return func(transport string, server netip.AddrPort) (route.Way, error) {
		if transport != "udp" {
			return route.Way{}, nil
		}
		link, err := shared.Open(relay.LinkOptions{
			Server: server, Listen: relayPeopleSide, From: relayServerSide, ToServer: up, ToParticipant: down,
		})
		if err != nil {
			return route.Way{}, err
		}
		opened(link)
		return route.Way{Through: link.Address, Seen: link.Seen}, nil
	}
}

func (r *room) openRelay(t *testing.T) *relay.Relay {
	t.Helper()
	opened, err := relay.New(relay.Options{
		Seed: 1, LogPackets: logPackets, Inspect: captureTime, Socket: socketOfRelay(r.network),
	})
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// run holds one room for a scenario and returns what each receive path saw.
func (r *room) run(t *testing.T, s scenario, measured time.Duration) []observed {
	t.Helper()
	name := s.String()
	uplink := r.openRelay(t)
	defer uplink.Close()
	conn, _, err := r.join(withDeadline(t), name, "speaker")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	sending, err := publisher.Connect(withDeadline(t), publisher.Options{
		Signal: conn, Clips: r.clips, Scheduler: r.scheduler, Microphone: true, Camera: true, SourceAddress: peopleAddress,
		Route: through(uplink, relay.Impairment{Delay: s.upDelay}, relay.Impairment{}, func(*relay.Link) {}),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer sending.Close()
	paths := []subscriber.Path{subscriber.PathEpoll, subscriber.PathRing}
	groups := make([]*crowd, len(paths))
	for i, path := range paths {
		groups[i] = r.gather(t, name, path, s)
		defer groups[i].close()
	}
	for _, group := range groups {
		group.awaitStamps(t)
	}
	time.Sleep(measured)
	var seen []observed
	for _, group := range groups {
		seen = append(seen, group.observe())
	}
	return seen
}

// crowd are the viewers of one receive path, behind a relay of their own.
type crowd struct {
	engine *subscriber.Engine
	relay  *relay.Relay
	conns  [viewers]*signal.Conn
	people [viewers]*subscriber.Subscriber

	mutex        sync.Mutex
	observations []Observation
}

// gather lets all viewers of a path in at once.
func (r *room) gather(t *testing.T, name string, path subscriber.Path, s scenario) *crowd {
	t.Helper()
	engine, err := subscriber.NewEngine(subscriber.EngineOptions{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	c := &crowd{engine: engine, relay: r.openRelay(t), observations: make([]Observation, viewers)}
	ctx := withDeadline(t)
	var joining sync.WaitGroup
	var failures [viewers]error
	for i := range viewers {
		joining.Go(func() { failures[i] = r.enter(ctx, c, i, name, s) })
	}
	joining.Wait()
	if err := errors.Join(failures[:]...); err != nil {
		c.close()
		t.Fatal(err)
	}
	return c
}

// enter joins as viewer i of the crowd, behind its relay.
func (r *room) enter(ctx context.Context, c *crowd, i int, name string, s scenario) (err error) {
	var joined *livekit.JoinResponse
	if c.conns[i], joined, err = r.join(ctx, name, fmt.Sprintf("%s-%d", c.engine.Path(), i)); err != nil {
		return err
	}
	observation := &c.observations[i]
	observation.Packets = make([]subscriber.PacketSeen, 0, logPackets/viewers)
	down := relay.Impairment{Delay: s.downDelay, Loss: s.loss}
	c.people[i], err = c.engine.Connect(ctx, subscriber.Options{
		Signal: c.conns[i], Join: joined, SourceAddress: peopleAddress,
		Layout: subscriber.Layout{Tiles: []subscriber.Tile{{Width: 1280, Height: 720}}},
		Route:  through(c.relay, relay.Impairment{}, down, func(link *relay.Link) { observation.Link = link.Number() }),
		OnPacket: func(packet subscriber.PacketSeen) {
			c.mutex.Lock()
			observation.Packets = append(observation.Packets, packet)
			c.mutex.Unlock()
		},
	})
	return err
}

// awaitStamps waits until every viewer has pictures with a capture time.
func (c *crowd) awaitStamps(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		ready := 0
		for _, viewer := range c.people {
			if _, seen := viewer.FirstFrame(); seen {
				ready++
			}
		}
		if latency := c.engine.Snapshot().VideoLatency; ready == viewers && latency.Count() > viewers {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waited 20 s in vain: %d of %d viewers have pictures", ready, viewers)
		}
	}
}

// observe takes the counts, ends receiving and reads the relay's log, in this order, so that the log
// has everything that was counted.
func (c *crowd) observe() observed {
	snapshot := c.engine.Snapshot()
	c.close()
	for i, viewer := range c.people {
		for _, counts := range snapshot.Subscribers {
			if counts.Index == viewer.Index() {
				c.observations[i].Tracks = counts.Tracks
			}
		}
	}
	return observed{path: c.engine.Path(), people: c.observations, log: c.relay.Log()}
}

func (c *crowd) close() {
	c.engine.Close()
	c.relay.Close()
	for _, conn := range c.conns {
		if conn != nil { // nil after a join that failed
			conn.Close()
		}
	}
}
