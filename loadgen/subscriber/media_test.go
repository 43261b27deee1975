package subscriber

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"
)

// offlineSubscriber has one video track and no socket; its packets come from the test.
func offlineSubscriber() (*Subscriber, *track) {
	s := &Subscriber{shard: &shard{}, done: make(chan struct{})}
	s.applyOffer("u", "p", []trackSpec{{
		sid: "TR_camera", codecs: []payloadCodec{{96, vp8}}, video: true, nack: true, clockRate: 90_000, ssrc: 7, rtxSSRC: 8, captureID: 3,
	}})
	return s, s.tracks[0]
}

// clearPacket is an SRTP packet as its header shows it; the payload and tag are zeros.
func clearPacket(sequence uint16, timestamp uint32, marker bool, captured time.Time) []byte {
	header := rtp.Header{Version: 2, PayloadType: 96, SequenceNumber: sequence, Timestamp: timestamp, SSRC: 7, Marker: marker}
	seconds := uint64(captured.Unix() + ntpToUnixSeconds)
	ntp := binary.BigEndian.AppendUint64(nil, seconds<<32|uint64(captured.Nanosecond())<<32/1e9)
	if err := header.SetExtension(3, ntp); err != nil {
		panic(err)
	}
	raw, err := header.Marshal()
	if err != nil {
		panic(err)
	}
	return append(raw, make([]byte, 100+srtpTagBytes)...)
}

func TestLatencyIsThatOfAFramesLastPacket(t *testing.T) {
	s, track := offlineSubscriber()
	captured := time.Unix(1_700_000_000, 0)
	for i, lateMs := range []int64{5, 9, 20} {
		s.receiveRTP(clearPacket(uint16(i), 100, i == 2, captured), captured.UnixNano()+lateMs*int64(time.Millisecond))
	}
	// 20,000 us lie in a bucket 128 wide.
	if latency, ok := s.shard.videoLatency.Quantile(0.5); !ok || latency < 19_900 || latency > 20_100 {
		t.Errorf("latency is %d us, expected about 20,000", latency)
	}
	if count := s.shard.videoLatency.Count(); count != 1 || track.frames != 1 || track.packets != 3 {
		t.Errorf("%d latencies, %d frames, %d packets; expected 1, 1, 3", count, track.frames, track.packets)
	}
	if first, ok := s.FirstFrame(); !ok || first.Sub(captured) != 20*time.Millisecond {
		t.Errorf("first frame at %v, expected 20 ms after its capture", first.Sub(captured))
	}
}

func TestADamagedFrameIsShownWhenItIsRepaired(t *testing.T) {
	s, track := offlineSubscriber()
	at := func(sequence uint16, timestamp uint32, marker bool, ms int64) {
		s.receiveRTP(clearPacket(sequence, timestamp, marker, time.Unix(1, 0)), ms*int64(time.Millisecond))
	}
	at(1, 0, false, 1)
	at(3, 0, true, 3) // 2 is missing
	if _, seen := s.FirstFrame(); seen {
		t.Error("a damaged frame passed for a whole one")
	}
	at(2, 0, false, 7)
	if first, seen := s.FirstFrame(); !seen || first.UnixMilli() != 7 {
		t.Errorf("the repaired frame was shown at %v, expected 7 ms", first.UnixMilli())
	}
	if track.sequence.lost() != 0 || track.repaired != 1 {
		t.Errorf("lost %d, repaired %d; expected 0 and 1", track.sequence.lost(), track.repaired)
	}
}

// TestOvertakenPacketsAreNoLoss has packet 2 come late before anybody could ask for it again, and packet
// 5 only after it was asked for.
func TestOvertakenPacketsAreNoLoss(t *testing.T) {
	s, track := offlineSubscriber()
	at := func(sequence uint16, ms int64) {
		s.receiveRTP(clearPacket(sequence, 0, false, time.Unix(1, 0)), ms*int64(time.Millisecond))
	}
	at(1, 1)
	at(3, 3)
	at(2, 4)
	at(4, 5)
	at(6, 6)
	if asked, _ := track.repairs.due(100*int64(time.Millisecond), 0, nil); len(asked) != 1 || asked[0] != 5 {
		t.Fatalf("asked for %v, expected 5", asked)
	}
	at(5, 110)
	at(8, 111)
	if counts := track.counts(); counts.Overtaken != 1 || counts.Repaired != 2 || counts.Lost != 1 || counts.LostBeforeRepair() != 2 {
		t.Errorf("counts are %+v, expected 1 overtaken, 2 repaired, 1 lost and 2 lost before repair", counts)
	}
}

func TestAnObserverSeesEachPacketOnce(t *testing.T) {
	s, _ := offlineSubscriber()
	var seen []PacketSeen
	s.onPacket = func(packet PacketSeen) { seen = append(seen, packet) }
	for _, sequence := range []uint16{1, 2, 2} {
		s.receiveRTP(clearPacket(sequence, 0, false, time.Unix(1, 0)), 7)
	}
	if len(seen) != 2 || seen[1] != (PacketSeen{SSRC: 7, Sequence: 2, ArrivalNs: 7, CaptureNs: int64(time.Second)}) {
		t.Errorf("saw %+v", seen)
	}
}

func TestAFrameBeyondRepairIsNotShown(t *testing.T) {
	s, track := offlineSubscriber()
	s.receiveRTP(clearPacket(1, 0, false, time.Unix(1, 0)), 1)
	s.receiveRTP(clearPacket(1+maxMissing+2, 0, true, time.Unix(1, 0)), 2)
	if _, seen := s.FirstFrame(); seen || !track.wantsKeyFrame {
		t.Errorf("shown: %v, key frame wanted: %v; expected false and true", seen, track.wantsKeyFrame)
	}
	s.receiveRTP(clearPacket(1+maxMissing+3, 3000, true, time.Unix(1, 0)), 3)
	if first, seen := s.FirstFrame(); !seen || first.UnixNano() != 3 {
		t.Error("the whole frame after it was not shown")
	}
}

func TestPaddingIsNeitherMediaNorLoss(t *testing.T) {
	s, track := offlineSubscriber()
	for sequence := range uint16(3) {
		packet := clearPacket(sequence, 0, false, time.Unix(1, 0))
		if sequence == 1 {
			packet[0] |= 0x20
		}
		s.receiveRTP(packet, int64(time.Second))
	}
	if track.packets != 2 || track.padding != 1 || track.sequence.lost() != 0 {
		t.Errorf("%d packets, %d padding, %d lost; expected 2, 1, 0", track.packets, track.padding, track.sequence.lost())
	}
}

// TestRetransmissionsAreNoTrackOfTheirOwn sends packet 2 by the RTX stream, whose own sequence
// numbers have gaps: they are no loss.
func TestRetransmissionsAreNoTrackOfTheirOwn(t *testing.T) {
	s, track := offlineSubscriber()
	sending, err := srtp.CreateContext(make([]byte, 16), make([]byte, 12), srtp.ProtectionProfileAeadAes128Gcm)
	if err != nil {
		t.Fatal(err)
	}
	if s.inbound, err = srtp.CreateContext(make([]byte, 16), make([]byte, 12), srtp.ProtectionProfileAeadAes128Gcm); err != nil {
		t.Fatal(err)
	}
	resend := func(rtxSequence, original uint16) {
		packet := rtp.Packet{
			Header:  rtp.Header{Version: 2, PayloadType: 97, SequenceNumber: rtxSequence, SSRC: 8},
			Payload: append(binary.BigEndian.AppendUint16(nil, original), 1, 2, 3),
		}
		raw, err := packet.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := sending.EncryptRTP(nil, raw, nil)
		if err != nil {
			t.Fatal(err)
		}
		s.receiveRTP(sealed, int64(time.Second))
	}
	for _, sequence := range []uint16{1, 3, 4} {
		s.receiveRTP(clearPacket(sequence, 0, false, time.Unix(1, 0)), int64(time.Second))
	}
	resend(500, 2)
	resend(505, 2) // the same again
	resend(509, 4) // was not missing
	if track.packets != 4 || track.sequence.lost() != 0 || track.repaired != 1 || track.sequence.duplicates != 2 || len(track.repairs.holes) != 0 {
		t.Errorf("counts are %+v, expected 4 packets, none lost, 1 repaired, 2 duplicates", track.counts())
	}
	if len(s.tracks) != 1 || s.unknownPackets != 0 {
		t.Errorf("%d tracks, %d unknown packets", len(s.tracks), s.unknownPackets)
	}
}

func TestAPacketAllocatesNothing(t *testing.T) {
	s, _ := offlineSubscriber()
	packet := clearPacket(0, 0, true, time.Unix(1_700_000_000, 0))
	sequence := uint16(0)
	receive := func() {
		binary.BigEndian.PutUint16(packet[2:], sequence)
		sequence++
		s.receiveRTP(packet, 1_700_000_000_005_000_000)
	}
	receive() // the first latency makes the histogram's buckets
	if allocations := testing.AllocsPerRun(1000, receive); allocations != 0 {
		t.Errorf("%v allocations a packet", allocations)
	}
}

func BenchmarkReceiveRTP(b *testing.B) {
	s, _ := offlineSubscriber()
	packet := clearPacket(0, 0, true, time.Unix(1_700_000_000, 0))
	b.ReportAllocs()
	for i := range b.N {
		binary.BigEndian.PutUint16(packet[2:], uint16(i))
		s.receiveRTP(packet, 1_700_000_000_005_000_000)
	}
}
