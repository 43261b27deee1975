package clip_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pion/rtp/codecs"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/clip/cliptest"
)

func load(t *testing.T) *clip.Set {
	t.Helper()
	set, err := clip.Load(cliptest.Directory(t))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestCamerasHaveTheRateTheirRecipeNames(t *testing.T) {
	set := load(t)
	for _, codec := range clip.VideoCodecs {
		if len(set.Camera(codec)) != 3 || set.Screen(codec) == nil {
			t.Fatalf("%s: %d layers, screen %v", codec, len(set.Camera(codec)), set.Screen(codec))
		}
		for _, video := range set.Camera(codec) {
			if kbps, want := kbpsOf(video), float64(video.BitrateKbps); kbps < 0.8*want || kbps > 1.2*want {
				t.Errorf("%s %dx%d: %.0f kbps, want %.0f", codec, video.Width, video.Height, kbps, want)
			}
		}
		screen := set.Screen(codec)
		if kbps := kbpsOf(screen); kbps < 100 || kbps > 1.2*float64(screen.BitrateKbps) {
			t.Errorf("screen in %s: %.0f kbps, want at most %d", codec, kbps, screen.BitrateKbps)
		}
	}
	if len(set.Voice.Packets) < 600 || !set.Contains(set.Voice.Comfort) {
		t.Errorf("%d voice packets, comfort % x", len(set.Voice.Packets), set.Voice.Comfort)
	}
}

func kbpsOf(video *clip.Video) float64 {
	sum := 0
	for _, frame := range video.Frames {
		for _, payload := range frame.Payloads {
			sum += len(payload)
		}
	}
	return float64(sum) * 8 / 1000 * float64(video.FramesPerSecond) / float64(len(video.Frames))
}

func TestPayloadsAreThoseThatOthersReadAndFitADatagram(t *testing.T) {
	set := load(t)
	for _, codec := range clip.VideoCodecs {
		for _, video := range append(set.Camera(codec), set.Screen(codec)) {
			for i, frame := range video.Frames {
				whole := depacketize(t, codec, frame.Payloads)
				if !set.Contains(whole) {
					t.Fatalf("%s: frame %d of %dx%d is not known", codec, i, video.Width, video.Height)
				}
				whole[len(whole)-1] ^= 1
				if set.Contains(whole) {
					t.Fatalf("%s: frame %d of %dx%d with one bit changed is known", codec, i, video.Width, video.Height)
				}
				for _, payload := range frame.Payloads {
					if len(payload) > clip.MaxPayloadBytes {
						t.Fatalf("%s: a payload has %d bytes", codec, len(payload))
					}
				}
			}
		}
	}
}

// depacketize puts a frame together by pion's readers of payloads, which are not ours.
func depacketize(t *testing.T, codec clip.Codec, payloads [][]byte) []byte {
	t.Helper()
	reader := map[clip.Codec]interface {
		Unmarshal([]byte) ([]byte, error)
	}{
		clip.VP8: &codecs.VP8Packet{}, clip.VP9: &codecs.VP9Packet{}, clip.H264: &codecs.H264Packet{}, clip.AV1: av1Reader{},
	}[codec]
	var whole []byte
	for _, payload := range payloads {
		part, err := reader.Unmarshal(payload)
		if err != nil {
			t.Fatalf("%s: %v", codec, err)
		}
		whole = append(whole, part...)
	}
	return whole
}

// av1Reader joins OBUs; pion's AV1Depacketizer would add the size fields that RTP leaves out.
type av1Reader struct{}

func (av1Reader) Unmarshal(payload []byte) ([]byte, error) {
	var packet codecs.AV1Packet // it keeps what it read first, so each payload needs its own
	_, err := packet.Unmarshal(payload)
	return bytes.Join(packet.OBUElements, nil), err
}

func TestNextKeyFrameGoesRoundTheEnd(t *testing.T) {
	for _, codec := range clip.VideoCodecs {
		video := load(t).Camera(codec)[0]
		for from, want := range map[int]int{0: 0, 1: 30, 30: 30, len(video.Frames) - 29: 0} {
			if got := video.NextKeyFrame(from); got != want {
				t.Errorf("%s: NextKeyFrame(%d) = %d, want %d", codec, from, got, want)
			}
			if !video.Frames[want].Key {
				t.Errorf("%s: frame %d is no key frame", codec, want)
			}
		}
	}
}

func TestThePictureIDIsThePublishers(t *testing.T) {
	set := load(t)
	if payload := set.Camera(clip.VP8)[0].AppendPayload(nil, 0, 0, 0x1234); !bytes.HasPrefix(payload, []byte{0x90, 0x80, 0x92, 0x34}) {
		t.Errorf("VP8 begins with % x", payload[:4])
	}
	// I, L, B and V: the first of several packets of a key frame of spatial layer 1, with its size, 640x360.
	want := []byte{0xaa, 0x92, 0x34, 0x02, 0x34, 0x10, 2, 128, 1, 104}
	if payload := set.Camera(clip.VP9)[1].AppendPayload(nil, 0, 0, 0x1234); !bytes.HasPrefix(payload, want) {
		t.Errorf("VP9 begins with % x, want % x", payload[:10], want)
	}
	if !bytes.Equal(set.Camera(clip.AV1)[0].AppendPayload(nil, 0, 0, 0x1234), set.Camera(clip.AV1)[0].Frames[0].Payloads[0]) {
		t.Error("AV1 has no picture id")
	}
}

func TestAWrongClipIsNamedWithWhatIsAccepted(t *testing.T) {
	good := cliptest.Directory(t)
	startCode := filepath.Join(t.TempDir(), "a-start-code-inside")
	if err := os.WriteFile(startCode, []byte("OggS\x00\x00\x01\x41\x00 and more"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, file, from, want string }{
		{"a missing one", "camera-360p.ivf", "", "there is no such file"},
		{"another size", "camera-180p.ivf", "camera-360p.ivf", "frame 0 is 640x360; accepted is 320x180"},
		{"another codec", "camera-180p-vp9.ivf", "camera-180p.ivf", `its codec is "VP80"; accepted is VP90`},
		{"no H.264", "camera-180p-h264.h264", "voice.ogg", "not an H.264 byte stream"},
		{"no H.264, but a start code", "camera-180p-h264.h264", startCode, "not an H.264 byte stream"},
		{"no video", "camera-720p.ivf", "voice.ogg", "not an IVF file"},
		{"no voice", "voice.ogg", "camera-180p.ivf", "not an Ogg Opus file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			directory := t.TempDir()
			for _, recipe := range clip.Recipes() {
				source := recipe.Name
				if source == test.file {
					source = test.from
				}
				if source == "" {
					continue
				}
				if !filepath.IsAbs(source) {
					source = filepath.Join(good, source)
				}
				if err := os.Link(source, filepath.Join(directory, recipe.Name)); err != nil {
					t.Fatal(err)
				}
			}
			_, err := clip.Load(directory)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.file) {
				t.Errorf("error is %v", err)
			}
		})
	}
}
