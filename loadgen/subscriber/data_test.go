package subscriber

import (
	"encoding/binary"
	"runtime"
	"strings"
	"testing"
	"time"

	"gomeet/loadgen/datachannel"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
)

func TestDataMessagesReachEveryoneElse(t *testing.T) {
	const writers, messagesPerSecond = 3, 50
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	meter := datachannel.NewMeter()
	scheduler := publisher.NewScheduler()
	t.Cleanup(scheduler.Close)
	var senders []*publisher.Publisher
	participants := make(map[string]*datachannel.Participant)
	for _, identity := range []string{"ann", "bob", "cid"} {
		participants[identity] = meter.Join()
		conn, join := room.join(t, identity)
		s, err := room.engine.Connect(testContext(t), Options{Signal: conn, Join: join, Data: participants[identity]})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		sender, err := publisher.Connect(testContext(t), publisher.Options{
			Signal: conn, Scheduler: scheduler,
			Data: &publisher.DataOptions{Participant: participants[identity], MessagesPerSecond: messagesPerSecond},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(sender.Close)
		senders = append(senders, sender)
	}
	await(t, "20 messages of each kind by each writer", func() bool {
		return meter.Counts(datachannel.Reliable).Sent >= 20*writers && meter.Counts(datachannel.Lossy).Sent >= 20*writers
	})
	for _, sender := range senders {
		sender.StopData()
	}
	meter.Settle() // from here on the messages under way count as lost until they come
	for _, kind := range []datachannel.Kind{datachannel.Reliable, datachannel.Lossy} {
		await(t, "the last messages", func() bool { return meter.Counts(kind).Lost == 0 })
		counts := meter.Counts(kind)
		if counts.Received < 20*writers || counts.LatencyUs.Count() != counts.Received {
			t.Errorf("%s: %d received, with %d latencies", kind, counts.Received, counts.LatencyUs.Count())
		}
		p50, _ := counts.LatencyUs.Quantile(0.5)
		p99, _ := counts.LatencyUs.Quantile(0.99)
		t.Logf("%s: %d sent, %d received; latency p50 %d µs, p99 %d µs", kind, counts.Sent, counts.Received, p50, p99)
	}
}

// goroutinesIn counts the goroutines whose stack names a package.
func goroutinesIn(name string) (count int) {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for stack := range strings.SplitSeq(string(stacks), "\n\n") {
		if strings.Contains(stack, name) {
			count++
		}
	}
	return count
}

func TestOnlyWhoUsesDataPaysForIt(t *testing.T) {
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	room.subscribe(t, "viewer", Options{})
	await(t, "the end of the viewer's DTLS", func() bool { return goroutinesIn("github.com/pion/") == 0 })
	writer := room.subscribe(t, "writer", Options{Data: datachannel.NewMeter().Join()})
	await(t, "the six goroutines of SCTP and DTLS", func() bool { return goroutinesIn("github.com/pion/") == 6 })
	writer.Close()
	await(t, "their end", func() bool { return goroutinesIn("github.com/pion/") == 0 })
}

func await(t *testing.T, what string, reached func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if reached() {
			return
		}
	}
	t.Fatalf("waited 20 s in vain for %s", what)
}

func TestAnAnswerAcceptsData(t *testing.T) {
	o, err := parseOffer(sampleOffer)
	if err != nil {
		t.Fatal(err)
	}
	answer := buildAnswer(o, localDescription{data: true})
	for _, line := range []string{
		"a=group:BUNDLE 0 1 2 3\r\n", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n",
		"a=sctp-port:5000\r\n", "a=max-message-size:65535\r\n",
	} {
		if !strings.Contains(answer, line) {
			t.Errorf("answer lacks %q:\n%s", line, answer)
		}
	}
}

// record is a DTLS record with this number, as far as its header goes.
func record(kind byte, number uint64, arrivalNs int64) queuedDatagram {
	bytes := append([]byte{kind, 0xfe, 0xfd}, binary.BigEndian.AppendUint64(nil, number)...)
	return queuedDatagram{bytes: append(bytes, 0, 0), arrivalNs: arrivalNs}
}

func TestStampsFollowWhatDTLSHandsOn(t *testing.T) {
	const applicationEpoch = 1 << 48
	var s stamps
	if s.push(record(dtlsApplicationData, applicationEpoch+1, 5)) {
		t.Error("data are taken before the server has changed to encrypted records")
	}
	s.push(record(dtlsChangeCipherSpec, 7, 6))
	s.push(record(dtlsAlert, applicationEpoch+1, 10))
	s.push(record(dtlsApplicationData, applicationEpoch+2, 20))
	s.push(record(dtlsApplicationData, applicationEpoch+2, 30)) // repeated
	s.push(record(dtlsApplicationData, applicationEpoch+5, 40))
	s.push(record(dtlsApplicationData, applicationEpoch+4, 50)) // overtaken
	s.push(record(dtlsApplicationData, applicationEpoch+4, 60)) // and repeated
	s.push(record(dtlsApplicationData, applicationEpoch+500, 70))
	s.push(record(dtlsApplicationData, applicationEpoch+400, 80)) // too old
	for _, want := range []int64{20, 40, 50, 70, 0} {
		if got := s.pop(); got != want {
			t.Errorf("arrival is %d, expected %d", got, want)
		}
	}
}
