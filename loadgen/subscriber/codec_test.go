package subscriber

import (
	"bytes"
	"testing"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/clip/cliptest"
)

// Every frame of every clip, as it is sent, must come together again: by the assembly, that is also
// with its beginnings recognised.
func TestEachCodecsFramesComeTogether(t *testing.T) {
	clips, err := clip.Load(cliptest.Directory(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, codec := range clip.VideoCodecs {
		for _, video := range append(clips.Camera(codec), clips.Screen(codec)) {
			a := assembly{depacketize: depacketizers[codecOf(string(codec))], check: clips.Contains}
			var total frameOutcome
			number := uint64(1)
			for i, frame := range video.Frames {
				for k := range frame.Payloads {
					outcome := a.add(number, k == len(frame.Payloads)-1, video.AppendPayload(nil, i, k, uint16(i)))
					total.whole, total.broken = total.whole+outcome.whole, total.broken+outcome.broken
					number++
				}
			}
			if total != (frameOutcome{whole: len(video.Frames)}) {
				t.Errorf("%s %dx%d: %+v of %d frames", codec, video.Width, video.Height, total, len(video.Frames))
			}
		}
	}
}

func TestPayloadsThatOurClipsDoNotHave(t *testing.T) {
	for _, test := range []struct {
		name    string
		codec   string
		payload []byte
		data    []byte
		starts  bool
		ok      bool
	}{
		{"VP9 without picture id", "vp9", []byte{0x08, 0xaa}, []byte{0xaa}, true, true},
		{"VP9 with 7-bit picture id and layers", "vp9", []byte{0xa8, 0x11, 0x02, 0x33, 0xaa}, []byte{0xaa}, true, true},
		{"VP9 flexible with two references", "vp9", []byte{0x50, 0x03, 0x02, 0xaa}, []byte{0xaa}, false, true},
		{"VP9 structure with a group of one picture", "vp9", []byte{0x0a, 0x08, 1, 0x04, 0x55, 0xaa}, []byte{0xaa}, true, true},
		{"VP9 cut in the structure", "vp9", []byte{0x0a, 0x18, 1, 2, 3, 4}, nil, true, false},
		{"VP9 cut in the references", "vp9", []byte{0x50, 0x03}, nil, false, false},
		{"H.264 aggregate that lies about a length", "h264", []byte{0x78, 0, 9, 0x67}, nil, true, false},
		{"H.264 small slice", "h264", []byte{0x41, 0x9a}, []byte{0, 0, 0, 1, 0x41, 0x9a}, true, true},
		{"H.264 second slice", "h264", []byte{0x41, 0x1a}, []byte{0, 0, 0, 1, 0x41, 0x1a}, false, true},
		{"AV1 with all lengths", "av1", []byte{0x00, 2, 0x30, 0xaa, 1, 0xbb}, []byte{0x30, 0xaa, 0xbb}, true, true},
		{"AV1 that lies about a length", "av1", []byte{0x20, 9, 0x30}, nil, false, false},
		{"AV1 continued", "av1", []byte{0x90, 0x30, 0xaa}, []byte{0x30, 0xaa}, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			data, starts, ok := depacketizers[codecOf(test.codec)](nil, test.payload)
			if ok != test.ok || ok && (!bytes.Equal(data, test.data) || starts != test.starts) {
				t.Errorf("got %x, starts %v, ok %v", data, starts, ok)
			}
		})
	}
}
