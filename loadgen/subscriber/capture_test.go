package subscriber

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// allowedPaths are those that this process may take. Without CAP_NET_RAW an engine must say so when the
// ring is asked for, and do without it when it is not.
func allowedPaths(t *testing.T) []Path {
	t.Helper()
	forced, err := NewEngine(EngineOptions{Path: PathRing})
	if err == nil {
		forced.Close()
		return []Path{PathEpoll, PathRing}
	}
	if !errors.Is(err, unix.EPERM) {
		t.Errorf("the ring is refused with %v, expected EPERM", err)
	}
	if chosen := testEngine(t).Path(); chosen != PathEpoll {
		t.Errorf("the ring is refused, but the engine's path is %q", chosen)
	}
	return []Path{PathEpoll}
}

func pathEngine(t *testing.T, options EngineOptions) *Engine {
	t.Helper()
	engine, err := NewEngine(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	if options.Path != PathAuto && engine.Path() != options.Path {
		t.Errorf("the engine's path is %q, expected %q", engine.Path(), options.Path)
	}
	return engine
}

// TestEveryPathAndShardCountsThePackets puts four participants behind each kind of engine. What a
// packet looks like to the counts must not depend on the way it came.
func TestEveryPathAndShardCountsThePackets(t *testing.T) {
	room := openRoom(t)
	for _, path := range allowedPaths(t) {
		for _, shards := range []int{1, 3} {
			t.Run(fmt.Sprintf("%s, %d shards", path, shards), func(t *testing.T) {
				room := &testRoom{server: room.server, engine: pathEngine(t, EngineOptions{Path: path, Shards: shards})}
				var members []*Subscriber
				for i := range 4 {
					members = append(members, room.subscribe(t, fmt.Sprintf("%s-%d-%d", path, shards, i), Options{Layout: oneTile}))
				}
				for _, s := range members {
					video := room.awaitCounts(t, s, true, "30 frames", func(c TrackCounts) bool { return c.Frames >= 30 })
					audio, _ := countsOf(room.engine.Snapshot(), s, false)
					// Every packet of the clip has a header extension and is sealed: 28 + 12 + 16 bytes and more.
					if video.Lost != 0 || audio.Lost != 0 || video.Duplicates != 0 || audio.Duplicates != 0 ||
						video.WireBytes-video.PayloadBytes < 56*video.Packets || video.PayloadBytes < 100*video.Packets {
						t.Errorf("counts are wrong: video %+v, audio %+v", video, audio)
					}
				}
				snapshot := room.engine.Snapshot()
				if len(snapshot.Subscribers) != 4 || snapshot.VideoLatency.Count() == 0 || snapshot.AudioLatency.Count() == 0 {
					t.Errorf("%d subscribers, %d and %d latencies", len(snapshot.Subscribers), snapshot.VideoLatency.Count(), snapshot.AudioLatency.Count())
				}
				for _, counts := range snapshot.Subscribers {
					if counts.UnknownPackets+counts.Malformed != 0 {
						t.Errorf("unknown or malformed packets: %+v", counts)
					}
				}
			})
		}
	}
}

// TestLossOnTheRingIsRepairedBySocket lets the ring's filter refuse one participant's packets until
// another has received three frames. Retransmissions come by the socket, and put the counts right.
func TestLossOnTheRingIsRepairedBySocket(t *testing.T) {
	if len(allowedPaths(t)) < 2 {
		return // allowedPaths has tested what is left
	}
	room := openRoom(t)
	room.engine = pathEngine(t, EngineOptions{Path: PathRing, Shards: 1})
	s, witness := room.subscribe(t, "cut off", Options{Layout: oneTile}), room.subscribe(t, "witness", Options{Layout: oneTile})
	room.awaitCounts(t, s, true, "30 frames", func(c TrackCounts) bool { return c.Frames >= 30 })
	filter := func(ports ...portRange) {
		if err := attach(room.engine.capture.rings[0].fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, captureProgram(ports)); err != nil {
			t.Fatal(err)
		}
	}
	var repaired TrackCounts
	for repaired.Repaired < 10 {
		before := room.awaitCounts(t, witness, true, "a frame", func(c TrackCounts) bool { return c.Frames > 0 })
		filter(portRange{1, s.local.Port() - 1}, portRange{s.local.Port() + 1, 65_535})
		room.awaitCounts(t, witness, true, "3 frames", func(c TrackCounts) bool { return c.Frames >= before.Frames+3 })
		filter(portRange{1, 65_535})
		repaired = room.awaitCounts(t, s, true, "repairs", func(c TrackCounts) bool { return c.Repaired > repaired.Repaired })
	}
	whole := room.awaitCounts(t, s, true, "a count without loss", func(c TrackCounts) bool { return c.Lost == 0 })
	if sequenceNumbers := whole.HighestSequence - whole.FirstSequence + 1; whole.Packets+whole.PaddingPackets != sequenceNumbers || whole.NACKs == 0 {
		t.Errorf("%d sequence numbers and no loss, but counts are %+v", sequenceNumbers, whole)
	}
}

// TestAFullRingIsTheGeneratorsLoss sends into a ring whose reader has stopped.
func TestAFullRingIsTheGeneratorsLoss(t *testing.T) {
	if len(allowedPaths(t)) < 2 {
		return // allowedPaths has tested what is left
	}
	engine := pathEngine(t, EngineOptions{Path: PathRing, Shards: 1})
	address := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), engine.capture.ports.next())
	sending, err := net.DialUDP("udp4", nil, net.UDPAddrFromAddrPort(address))
	if err != nil {
		t.Fatal(err)
	}
	defer sending.Close()
	packet := append([]byte{0x80, 96}, make([]byte, 100)...)
	var dropped uint64
	if err := engine.shards[0].call(func() {
		for sent := 0; dropped == 0 && sent < 500_000; sent++ {
			_, _ = sending.Write(packet) // ECONNREFUSED now and then: nobody has the port
			if sent%10_000 == 0 {
				dropped = engine.shards[0].ring.dropped()
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	snapshot := engine.Snapshot()
	if dropped == 0 || snapshot.RingDrops < dropped || snapshot.Overflows() != snapshot.RingDrops {
		t.Errorf("%d packets were dropped, the snapshot has %d, overflows %d", dropped, snapshot.RingDrops, snapshot.Overflows())
	}
}

func TestEnginesShareNoPorts(t *testing.T) {
	a, b := newPortPool(32_768, 60_999), newPortPool(32_768, 60_999)
	if a.taken[0] == b.taken[0] {
		t.Errorf("both have %v", a.taken)
	}
	for a.grow() {
	}
	// 28,232 ports are 55 ranges of 512 and one of 72.
	if len(a.taken) != 56 || a.size() != 28_232 {
		t.Errorf("%d ranges of %d ports in all", len(a.taken), a.size())
	}
	seen := make(map[uint16]bool)
	for range a.size() {
		seen[a.next()] = true
	}
	if len(seen) != 28_232 {
		t.Errorf("%d different ports in one round", len(seen))
	}
}

func TestACapturedPacketAllocatesNothing(t *testing.T) {
	s, track := offlineSubscriber()
	s.local = netip.MustParseAddrPort("127.0.0.1:40000")
	s.shard.captured = map[uint64]*Subscriber{keyOf(s.local): s}
	rtp := clearPacket(0, 0, true, time.Unix(1_700_000_000, 0))
	packet := datagram(40_000, rtp...)
	copy(packet[16:], []byte{127, 0, 0, 1})
	sequence := uint16(0)
	receive := func() {
		binary.BigEndian.PutUint16(packet[20+udpHeaderBytes+2:], sequence)
		sequence++
		s.shard.receiveCaptured(packet[:captureBytes], len(packet), 1_700_000_000_005_000_000)
	}
	receive() // the first latency makes the histogram's buckets
	if allocations := testing.AllocsPerRun(1000, receive); allocations != 0 || track.packets != 1002 {
		t.Errorf("%v allocations a packet, %d packets counted", allocations, track.packets)
	}
}

// BenchmarkForeignPacket is what a packet to another process costs this machine while rings are open.
func BenchmarkForeignPacket(b *testing.B) {
	receiver, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		b.Fatal(err)
	}
	defer receiver.Close()
	sender, err := net.DialUDP("udp4", nil, receiver.LocalAddr().(*net.UDPAddr))
	if err != nil {
		b.Fatal(err)
	}
	defer sender.Close()
	packet := append([]byte{0x80, 96}, make([]byte, 1000)...)
	for _, rings := range []int{0, 1, 8} {
		b.Run(fmt.Sprintf("%d rings", rings), func(b *testing.B) {
			for range rings {
				r, err := openRing([]portRange{{1, 1}}, time.Millisecond)
				if err != nil {
					b.Skip(err)
				}
				defer r.close()
			}
			for b.Loop() {
				_, _ = sender.Write(packet) // the receiver's buffer is soon full: no more is measured than the way there
			}
		})
	}
}
