package datachannel

import (
	"testing"
	"time"
)

// deliver takes a packet as the server would hand it on.
func deliver(t *testing.T, to *Participant, kind Kind, packet []byte, arrival time.Time) {
	t.Helper()
	message, err := parsePacket(kind, packet, arrival.UnixNano())
	if err != nil {
		t.Fatal(err)
	}
	to.Received(message)
}

func packetOf(t *testing.T, sender *Participant, kind Kind, intended time.Time) []byte {
	t.Helper()
	packet, err := sender.Packet(kind, intended)
	if err != nil {
		t.Fatal(err)
	}
	return packet
}

func TestLatencyCountsFromTheIntendedMoment(t *testing.T) {
	meter := NewMeter()
	ann, bob := meter.Join(), meter.Join()
	bob.Opened()
	intended := time.Unix(1_700_000_000, 0)
	deliver(t, bob, Lossy, packetOf(t, ann, Lossy, intended), intended.Add(30*time.Millisecond))
	counts := meter.Counts(Lossy)
	if p50, _ := counts.LatencyUs.Quantile(0.5); counts.Sent != 1 || counts.Received != 1 || p50 < 29_800 || p50 > 30_200 {
		t.Errorf("counts are %+v with a latency of %d µs", counts, p50)
	}
	if other := meter.Counts(Reliable); other.Sent != 0 || other.Received != 0 {
		t.Errorf("reliable messages are counted: %+v", other)
	}
}

func TestTheTailIsLostOnlyOnceSettled(t *testing.T) {
	meter := NewMeter()
	ann, bob, late := meter.Join(), meter.Join(), meter.Join()
	bob.Opened()
	now := time.Now()
	first := packetOf(t, ann, Reliable, now)
	packetOf(t, ann, Reliable, now) // never arrives
	late.Opened()                   // after all was sent: it misses nothing
	deliver(t, bob, Reliable, first, now)
	if lost := meter.Counts(Reliable).Lost; lost != 0 {
		t.Errorf("%d lost before the messages had their time", lost)
	}
	meter.Settle()
	if lost := meter.Counts(Reliable).Lost; lost != 1 {
		t.Errorf("%d lost, expected the second message to bob", lost)
	}
	bob.Part()
	packetOf(t, ann, Reliable, now)
	late.Part()
	if lost := meter.Counts(Reliable).Lost; lost != 2 {
		t.Errorf("%d lost, expected bob's second and the third to the late one", lost)
	}
}

func TestForeignMessagesAreNotCounted(t *testing.T) {
	meter, other := NewMeter(), NewMeter()
	bob := meter.Join()
	bob.Opened()
	deliver(t, bob, Reliable, packetOf(t, other.Join(), Reliable, time.Now()), time.Now())
	bob.Received(Message{Kind: Reliable, Topic: "chat", Payload: []byte("hello")})
	if counts := meter.Counts(Reliable); counts.Received != 0 || counts.Lost != 0 {
		t.Errorf("counts are %+v", counts)
	}
}

func TestWhatIsNoMessageOfAParticipantIsTold(t *testing.T) {
	if _, err := parsePacket(Lossy, nil, 0); err != errNoMessage {
		t.Errorf("an empty packet gives %v", err)
	}
	if _, err := parsePacket(Lossy, []byte{0xff}, 0); err == nil || err == errNoMessage {
		t.Errorf("a broken packet gives %v", err)
	}
}

func TestAWindowHasWhatCameInIt(t *testing.T) {
	meter := NewMeter()
	ann, bob := meter.Join(), meter.Join()
	bob.Opened()
	now := time.Now()
	deliver(t, bob, Lossy, packetOf(t, ann, Lossy, now), now.Add(time.Second))
	start := meter.Counts(Lossy)
	packetOf(t, ann, Lossy, now) // never arrives
	deliver(t, bob, Lossy, packetOf(t, ann, Lossy, now), now.Add(time.Millisecond))
	window := meter.Counts(Lossy).Since(start)
	if slowest, _ := window.LatencyUs.Quantile(1); window.Sent != 2 || window.Received != 1 || window.Lost != 1 || slowest > 1010 {
		t.Errorf("the window has %+v, its slowest message took %d µs", window, slowest)
	}
}
