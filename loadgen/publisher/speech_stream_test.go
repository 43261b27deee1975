package publisher

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/clip"
)

func voice(speaks func(time.Time) bool) (*stream, *wire) {
	s := newStream("microphone", "", webrtc.RTPCodecTypeAudio, microphone{&clip.Audio{Packets: [][]byte{{8, 1}, {8, 2}}, Comfort: []byte{8}}})
	out := &wire{}
	s.writer, s.speaks = out, speaks
	s.extensions = extensions{captureTime: 3, audioLevel: 4, payloadType: 111}
	s.begin(time.Unix(1_700_000_000, 0), "0", nil)
	return s, out
}

func TestSilenceIsAComfortPacketIn400MsAndSpeechBeginsWithAMarker(t *testing.T) {
	speaking := false
	s, out := voice(func(time.Time) bool { return speaking })
	due := s.start
	for range 40 { // of 20 ms: 800 ms
		due = s.send(due)
	}
	speaking = true
	s.send(s.send(due))
	if len(out.packets) != 4 {
		t.Fatalf("%d packets, want 2 of comfort noise and 2 of speech", len(out.packets))
	}
	first := out.packets[0].Timestamp
	// 960 ticks a slot; -127 dBov without voice, then -25 dBov with the voice bit.
	for i, want := range []struct {
		ticks  uint32
		bytes  int
		marker bool
		level  byte
	}{{0, 1, false, 127}, {20 * 960, 1, false, 127}, {40 * 960, 2, true, 0x80 | 25}, {41 * 960, 2, false, 0x80 | 25}} {
		packet := out.packets[i]
		if packet.Timestamp-first != want.ticks || len(packet.Payload) != want.bytes || packet.Marker != want.marker || packet.GetExtension(4)[0] != want.level {
			t.Errorf("packet %d is %+v with level %d, want %+v", i, packet, packet.GetExtension(4)[0], want)
		}
	}
}

func TestAMutedStreamSendsNothing(t *testing.T) {
	s, out := voice(nil)
	s.muted.Store(true)
	s.send(s.send(s.start))
	if len(out.packets) != 0 {
		t.Errorf("%d packets", len(out.packets))
	}
}

func TestAFramesLastPacketEndsWithItsIntendedTime(t *testing.T) {
	s, out := layer()
	s.trailer = true
	s.send(s.start)
	if plain := out.packets[0].Payload; len(plain) != 5 {
		t.Errorf("the first of two packets is % x", plain)
	}
	last := out.packets[1].Payload[5:]
	want := append([]byte{0xfe, 0xf7}, binary.BigEndian.AppendUint64(nil, ^uint64(1_700_000_000_500_000))...)
	if want = append(want, 0xf0, 'L', 'K', 'T', 'S'); string(last) != string(want) {
		t.Errorf("trailer % x, want % x", last, want)
	}
}
