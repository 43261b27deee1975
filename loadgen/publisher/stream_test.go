package publisher

import (
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/clip"
)

// wire keeps what a stream wrote.
type wire struct{ packets []rtp.Packet }

func (w *wire) WriteRTP(header *rtp.Header, payload []byte) (int, error) {
	w.packets = append(w.packets, rtp.Packet{Header: header.Clone(), Payload: append([]byte(nil), payload...)})
	return len(payload), nil
}

func (w *wire) Write([]byte) (int, error) { return 0, nil }

// A layer of 15 frames/s: key frames 0 and 2 with two packets, frames 1 and 3 with one.
func layer() (*stream, *wire) {
	key := clip.Frame{Key: true, Payloads: [][]byte{{0x90, 0x80, 0, 0, 1}, {0x80, 0x80, 0, 0, 2}}}
	delta := clip.Frame{Payloads: [][]byte{{0x90, 0x80, 0, 0, 3}}}
	video := clip.NewVideo(clip.VP8, 320, 180, 15, []clip.Frame{key, delta, key, delta})
	s := newStream("camera", "q", webrtc.RTPCodecTypeVideo, picture{video})
	out := &wire{}
	s.writer, s.ssrc = out, 42
	s.extensions = extensions{mid: 1, rid: 2, captureTime: 3, payloadType: 96}
	s.sequence, s.timestamp, s.pictureID = 65535, 1000, 0x7fff
	s.begin(time.Unix(1_700_000_000, 500_000_000), "0", nil)
	return s, out
}

func TestFramesGoOutOnTheirScheduleWithTheirIntendedTime(t *testing.T) {
	s, out := layer()
	due := s.start
	for range 3 {
		due = s.send(due)
	}
	if want := s.start.Add(3 * (time.Second / 15)); !due.Equal(want) {
		t.Errorf("the fourth frame is due at %s, want %s", due, want)
	}
	var sequences []uint16
	var timestamps []uint32
	var markers []bool
	for _, packet := range out.packets {
		sequences, timestamps, markers = append(sequences, packet.SequenceNumber), append(timestamps, packet.Timestamp), append(markers, packet.Marker)
	}
	// 90 kHz / 15 = 6000 ticks a frame; sequence numbers and picture ids go round their ends.
	wantSequences, wantMarkers := []uint16{65535, 0, 1, 2, 3}, []bool{false, true, true, false, true}
	wantTimestamps := []uint32{1000, 1000, 7000, 13000, 13000}
	for i := range wantSequences {
		if sequences[i] != wantSequences[i] || timestamps[i] != wantTimestamps[i] || markers[i] != wantMarkers[i] {
			t.Fatalf("packets %v %v %v", sequences, timestamps, markers)
		}
	}
	// 1,700,000,000.5 s + 2,208,988,800 s from 1900, in 32.32 fixed point.
	first := out.packets[0]
	if got, want := first.GetExtension(3), []byte{0xe8, 0xfe, 0x6f, 0x80, 0x80, 0, 0, 0}; string(got) != string(want) {
		t.Errorf("capture time % x, want % x", got, want)
	}
	if string(first.GetExtension(1)) != "0" || string(first.GetExtension(2)) != "q" {
		t.Errorf("mid %q, rid %q", first.GetExtension(1), first.GetExtension(2))
	}
	if id := out.packets[2].Payload[2:4]; id[0] != 0x80 || id[1] != 0 {
		t.Errorf("picture id after 0x7fff is % x", id)
	}
}

func TestAPictureLossRequestIsAnsweredInTheNextSlotByAKeyFrame(t *testing.T) {
	for _, request := range []rtcp.Packet{
		&rtcp.PictureLossIndication{MediaSSRC: 42},
		&rtcp.FullIntraRequest{FIR: []rtcp.FIREntry{{SSRC: 42}}},
	} {
		s, out := layer()
		due := s.send(s.start)
		s.answer([]rtcp.Packet{request})
		s.send(due)
		if last := out.packets[len(out.packets)-1]; s.frame != 3 || last.Payload[4] != 2 {
			t.Errorf("%T: next frame %d, sent % x", request, s.frame, last.Payload)
		}
	}
}

func TestRequestsForAnotherStreamAreNotAnswered(t *testing.T) {
	s, out := layer()
	s.send(s.start)
	sent := len(out.packets)
	s.answer([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: 43}, &rtcp.TransportLayerNack{MediaSSRC: 43, Nacks: []rtcp.NackPair{{PacketID: 0}}}})
	if s.wantsKey.Load() || len(out.packets) != sent {
		t.Error("a request for another stream was answered")
	}
}

func TestALostPacketIsSentAgainAsItWasAndIsNotCountedTwice(t *testing.T) {
	s, out := layer()
	due := s.send(s.start)
	s.send(due)
	before := s.packets.Load()
	s.answer([]rtcp.Packet{&rtcp.TransportLayerNack{MediaSSRC: 42, Nacks: []rtcp.NackPair{{PacketID: 0}, {PacketID: 900}}}})
	again, first := out.packets[len(out.packets)-1], out.packets[1]
	if len(out.packets) != 4 || again.SequenceNumber != 0 || again.Timestamp != first.Timestamp || string(again.Payload) != string(first.Payload) {
		t.Errorf("sent again %+v, first %+v", again, first)
	}
	if s.packets.Load() != before || s.resent.Load() != 1 {
		t.Errorf("%d packets, %d resent", s.packets.Load(), s.resent.Load())
	}
}

func TestALayerThatComesBackBeginsWithAKeyFrameOnTheSameClock(t *testing.T) {
	s, out := layer()
	due := s.send(s.start)
	s.paused.Store(true)
	due = s.send(due)
	due = s.send(due)
	paused := len(out.packets)
	s.paused.Store(false)
	s.send(due)
	if paused != 2 || len(out.packets) != 4 {
		t.Fatalf("%d packets while paused, %d after", paused, len(out.packets))
	}
	if back := out.packets[2]; back.Timestamp != 1000+3*6000 || back.SequenceNumber != 1 || back.Payload[4] != 1 {
		t.Errorf("came back with %+v", back)
	}
}

func TestTheReportMapsTheMomentToTheMediaClock(t *testing.T) {
	s, _ := layer()
	if s.report(s.start) != nil {
		t.Error("a stream that sent nothing has a report")
	}
	s.send(s.start)
	report := s.report(s.start.Add(2 * time.Second))
	if report.RTPTime != 1000+180_000 || report.PacketCount != 2 || report.NTPTime>>32 != 1_700_000_002+2_208_988_800 {
		t.Errorf("report %+v", report)
	}
}

func TestQualitiesThatNobodyWantsArePaused(t *testing.T) {
	low, _ := layer()
	high, _ := layer()
	p := &Publisher{tracks: []*track{{sid: "TR_1", codec: clip.VP8, streams: []*stream{low, high}}}}
	p.setQualities(&livekit.SubscribedQualityUpdate{TrackSid: "TR_1", SubscribedCodecs: []*livekit.SubscribedCodec{{Codec: "vp8", Qualities: []*livekit.SubscribedQuality{
		{Quality: livekit.VideoQuality_LOW, Enabled: true}, {Quality: livekit.VideoQuality_MEDIUM, Enabled: false}, {Quality: livekit.VideoQuality_HIGH, Enabled: false},
	}}}})
	if low.paused.Load() || !high.paused.Load() {
		t.Errorf("low paused %t, high paused %t", low.paused.Load(), high.paused.Load())
	}
}

// discard takes packets and keeps nothing, as a socket does.
type discard struct{}

func (discard) WriteRTP(_ *rtp.Header, payload []byte) (int, error) { return len(payload), nil }
func (discard) Write([]byte) (int, error)                           { return 0, nil }

func TestAFrameAllocatesNothing(t *testing.T) {
	s, _ := layer()
	s.writer, s.trailer = discard{}, true
	due := s.start
	if allocations := testing.AllocsPerRun(1000, func() { due = s.send(due) }); allocations != 0 {
		t.Errorf("%v allocations a frame", allocations)
	}
}
