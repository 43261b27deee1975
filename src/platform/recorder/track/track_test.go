package track

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp"
)

func numbered(sequence uint16) Packet {
	return Packet{Packet: &rtp.Packet{Header: rtp.Header{SequenceNumber: sequence}}}
}

func push(queue *Queue, sequences ...uint16) (out []uint16, losses int) {
	for _, sequence := range sequences {
		for _, packet := range queue.Push(numbered(sequence)) {
			out = append(out, packet.SequenceNumber)
			if packet.AfterLoss {
				losses++
			}
		}
	}
	return out, losses
}

func TestQueueOrdersPackets(t *testing.T) {
	cases := []struct {
		name   string
		in     []uint16
		out    []uint16
		losses int
	}{
		{"in order, over the wrap", []uint16{65534, 65535, 0, 1}, []uint16{65534, 65535, 0, 1}, 0},
		{"one late", []uint16{1, 3, 4, 2, 5}, []uint16{1, 2, 3, 4, 5}, 0},
		{"one twice", []uint16{1, 2, 2, 3}, []uint16{1, 2, 3}, 0},
		{"one lost: given up when three wait", []uint16{1, 3, 4, 5, 6, 2}, []uint16{1, 3, 4, 5, 6}, 1},
		{"a stream that begins anew", []uint16{40000, 10, 11}, []uint16{40000, 10, 11}, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if out, losses := push(&Queue{Limit: 3}, c.in...); !slices.Equal(out, c.out) || losses != c.losses {
				t.Errorf("%v with %d losses, not %v with %d", out, losses, c.out, c.losses)
			}
		})
	}
}

func TestQueueFlushesWhatWaits(t *testing.T) {
	queue := &Queue{Limit: 10}
	push(queue, 1, 3, 5)
	if flushed := queue.Flush(); len(flushed) != 2 || !flushed[0].AfterLoss || flushed[1].SequenceNumber != 5 {
		t.Errorf("flushed %v", flushed)
	}
}

func TestTimelineFollowsTheSenderAndIsSetRightByArrival(t *testing.T) {
	const ms = time.Millisecond
	timeline := Timeline{ClockRate: 90_000}
	start := uint32(1<<32 - 900) // wraps at once
	cases := []struct {
		name      string
		timestamp uint32
		arrival   time.Duration
		want      time.Duration
	}{
		{"the first belongs where it arrives", start, 1000 * ms, 1000 * ms},
		{"jitter is not followed", start + 3600, 1120 * ms, 1040 * ms},
		{"over the wrap", start + 7200, 1080 * ms, 1080 * ms},
		{"timestamps that stood still for 5 s are", start + 10800, 6120 * ms, 6120 * ms},
		{"and go on from there", start + 14400, 6160 * ms, 6160 * ms},
	}
	for _, c := range cases {
		if at := timeline.At(c.timestamp, c.arrival); at != c.want {
			t.Errorf("%s: at %v, not %v", c.name, at, c.want)
		}
	}
}

func vp8Packet(sequence uint16, timestamp uint32, first byte, marker, lost bool) Packet {
	// 0x10: the first packet of a picture (RFC 7741, 4.2).
	header := rtp.Header{SequenceNumber: sequence, Timestamp: timestamp, Marker: marker}
	return Packet{Packet: &rtp.Packet{Header: header, Payload: []byte{0x10, first}}, AfterLoss: lost}
}

func TestAfterALossNothingIsShownBeforeAKeyFrame(t *testing.T) {
	const keyFrame, deltaFrame = 0x00, 0x01
	codec, _ := VideoCodec("video/VP8")
	frames := NewFrames(codec)
	cases := []struct {
		packet Packet
		done   int
	}{
		{vp8Packet(1, 0, deltaFrame, true, false), 0},
		{vp8Packet(2, 3000, keyFrame, true, false), 1},
		{vp8Packet(3, 6000, deltaFrame, true, false), 1},
		{vp8Packet(5, 12000, deltaFrame, true, true), 0},
		{vp8Packet(6, 15000, deltaFrame, true, false), 0},
		{vp8Packet(7, 18000, keyFrame, true, false), 1},
		{vp8Packet(8, 21000, deltaFrame, false, false), 0},
		{vp8Packet(9, 24000, deltaFrame, true, false), 2}, // the one before had no end mark
	}
	for _, c := range cases {
		if done := frames.Push(c.packet); len(done) != c.done {
			t.Errorf("packet %d: %d pictures, not %d", c.packet.SequenceNumber, len(done), c.done)
		}
	}
}

func TestCodecsThatAreNotKnownAreRefusedWithThoseThatAre(t *testing.T) {
	if _, err := VideoCodec("video/H265"); err == nil || !bytes.Contains([]byte(err.Error()), []byte("VP9")) {
		t.Errorf("%v", err)
	}
}

func TestOpusPacketsTellTheirLength(t *testing.T) {
	cases := map[string]struct {
		packet []byte
		ticks  int64
	}{
		"CELT of 20 ms":              {[]byte{0xf8, 0xff, 0xfe}, 960},
		"SILK of 60 ms":              {[]byte{3 << 3}, 2880},
		"two of 10 ms":               {[]byte{30<<3 | 1}, 960},
		"three of 20 ms, as counted": {[]byte{31<<3 | 3, 3}, 2880},
		"nothing":                    {nil, 0},
		"a count that is missing":    {[]byte{31<<3 | 3}, 0},
	}
	for name, c := range cases {
		if ticks := opusTicks(c.packet); ticks != c.ticks {
			t.Errorf("%s: %d ticks, not %d", name, ticks, c.ticks)
		}
	}
}

func TestSilenceFillsHolesInSound(t *testing.T) {
	var file bytes.Buffer
	ogg := NewOgg(&file)
	write := func(number int, at time.Duration) {
		header := rtp.Header{Timestamp: uint32(number * silenceTicks)}
		packet := Packet{Packet: &rtp.Packet{Header: header, Payload: []byte{0xf8, 1, 2}}, Arrival: at}
		if err := ogg.Write(packet); err != nil {
			t.Fatal(err)
		}
	}
	write(0, 0)
	write(1, 20*time.Millisecond)
	write(51, 1020*time.Millisecond) // a second without packets
	if want := int64(52 * silenceTicks); ogg.ticks != want {
		t.Errorf("%d ticks, not %d", ogg.ticks, want)
	}
	if silent := bytes.Count(file.Bytes(), silence); silent != 49 {
		t.Errorf("%d packets of silence, not 49", silent)
	}
}
