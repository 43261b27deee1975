package subscriber

import (
	"bytes"
	"encoding/binary"
	"testing"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/histogram"
)

// trailer is 01 08 and the timestamp, then 0F, each byte inverted, then the magic word.
func trailer(timestampUs uint64) []byte {
	b := []byte{0xfe, 0xf7}
	b = binary.BigEndian.AppendUint64(b, ^timestampUs)
	return append(b, 0xf0, 'L', 'K', 'T', 'S')
}

func TestATrailerIsCutOff(t *testing.T) {
	withFrameID := append([]byte{0xfd, 0xfb, 1, 2, 3, 4}, trailer(9)...) // tag 2, 4 bytes
	withFrameID[len(withFrameID)-5] = (15 + 6) ^ 0xff
	for name, c := range map[string]struct {
		payload    []byte
		media      string
		capturedUs int64
	}{
		"with a time":          {append([]byte("frame"), trailer(1_700_000_000_123_456)...), "frame", 1_700_000_000_123_456},
		"behind another entry": {append([]byte("frame"), withFrameID...), "frame", 9},
		"none":                 {[]byte("frame"), "frame", 0},
		"the word alone":       {[]byte("LKTS"), "LKTS", 0},
		"a length beyond it":   {[]byte("\x00LKTS"), "\x00LKTS", 0},
		"a length too small":   {[]byte("x\xfcLKTS"), "x\xfcLKTS", 0},
		"an entry cut short":   {append([]byte("frame"), 0xfe, 0x00, 0xf8, 'L', 'K', 'T', 'S'), "frame", 0},
		"empty":                {nil, "", 0},
	} {
		media, capturedUs := cutTrailer(c.payload)
		if !bytes.Equal(media, []byte(c.media)) || capturedUs != c.capturedUs {
			t.Errorf("%s: media %q at %d, expected %q at %d", name, media, capturedUs, c.media, c.capturedUs)
		}
	}
}

// TestBothCaptureTimesAgree sets the two beside each other: the clear one in every packet's header,
// and the one in the encrypted payload of a frame's last packet.
func TestBothCaptureTimesAgree(t *testing.T) {
	for _, codec := range clip.VideoCodecs {
		t.Run(string(codec), func(t *testing.T) { compareCaptureTimes(t, codec) })
	}
}

func compareCaptureTimes(t *testing.T, codec clip.Codec) {
	room := openRoomOf(t, codec)
	s := room.subscribe(t, "sample", Options{
		Layout: oneTile, Decrypt: true,
		FrameCheck: func(_, _ string, frame []byte) bool { return room.clips.Contains(frame) },
	})
	// The first frames have a trailer but no capture time: the server waits for a Sender Report.
	video := room.awaitCounts(t, s, true, "20 whole frames", func(c TrackCounts) bool { return c.WholeFrames >= 20 })
	if video.BrokenFrames != 0 {
		t.Fatalf("%d broken frames; expected none", video.BrokenFrames)
	}
	// A stretch in which the machine halted counts once for every packet but once for every frame, which moves the two
	// apart for a while. A wrong clock keeps them apart in every stretch.
	const stretches = 4
	for stretch := 1; ; stretch++ {
		before := room.engine.Snapshot()
		// Frames are counted at other moments than snapshots are taken: both counts are of what lies between the same two snapshots.
		var byHeader, byTrailer *histogram.Histogram
		room.awaitCounts(t, s, true, "60 more latencies by header and trailer", func(TrackCounts) bool {
			after := room.engine.Snapshot()
			byHeader, byTrailer = after.VideoLatency.Since(before.VideoLatency), after.FrameLatency.Since(before.FrameLatency)
			return byHeader.Count() >= 60 && byTrailer.Count() >= 60
		})
		apart := largestDifferenceUs(t, byHeader, byTrailer)
		if apart <= 5000 {
			return
		}
		if stretch == stretches {
			t.Fatalf("in each of %d stretches header and trailer are more than 5,000 us apart, in the last %d", stretches, apart)
		}
	}
}

// largestDifferenceUs is the largest difference between the medians and between the 95th percentiles.
func largestDifferenceUs(t *testing.T, byHeader, byTrailer *histogram.Histogram) int64 {
	var largest int64
	for _, quantile := range []float64{0.5, 0.95} {
		header, _ := byHeader.Quantile(quantile)
		frame, _ := byTrailer.Quantile(quantile)
		t.Logf("at quantile %v: %d us by the header, %d us by the trailer", quantile, header, frame)
		largest = max(largest, header-frame, frame-header)
	}
	return largest
}
