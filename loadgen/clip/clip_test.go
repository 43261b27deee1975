package clip_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

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

func TestClipsHaveTheRateTheirRecipeNames(t *testing.T) {
	set := load(t)
	for i, recipe := range clip.Recipes()[:3] {
		video := set.Camera[i]
		sum := 0
		for _, frame := range video.Frames {
			for _, fragment := range frame.Fragments {
				sum += len(fragment)
			}
		}
		seconds := float64(len(video.Frames)) / float64(recipe.FramesPerSecond)
		kbps := float64(sum) * 8 / 1000 / seconds
		if kbps < 0.8*float64(recipe.BitrateKbps) || kbps > 1.2*float64(recipe.BitrateKbps) {
			t.Errorf("%s: %.0f kbps, want %d", recipe.Name, kbps, recipe.BitrateKbps)
		}
	}
	if len(set.Camera) != 3 || len(set.Voice.Packets) < 600 {
		t.Errorf("%d layers, %d voice packets", len(set.Camera), len(set.Voice.Packets))
	}
}

func TestFragmentsMakeUpAFrameOfTheClip(t *testing.T) {
	set := load(t)
	for _, video := range set.Camera {
		for i, frame := range video.Frames {
			whole := bytes.Join(frame.Fragments, nil)
			if !set.Contains(whole) {
				t.Fatalf("frame %d of %dx%d is not known", i, video.Width, video.Height)
			}
			whole[len(whole)-1] ^= 1
			if set.Contains(whole) {
				t.Fatalf("frame %d of %dx%d with one bit changed is known", i, video.Width, video.Height)
			}
			for _, fragment := range frame.Fragments {
				if len(fragment) > clip.MaxFragmentBytes {
					t.Fatalf("a fragment has %d bytes", len(fragment))
				}
			}
		}
	}
}

func TestNextKeyFrameGoesRoundTheEnd(t *testing.T) {
	video := load(t).Camera[0]
	for from, want := range map[int]int{0: 0, 1: 30, 30: 30, 151: 0} {
		if got := video.NextKeyFrame(from); got != want {
			t.Errorf("NextKeyFrame(%d) = %d, want %d", from, got, want)
		}
		if !video.Frames[want].Key {
			t.Errorf("frame %d is no key frame", want)
		}
	}
}

func TestPayloadDescriptorIsThatOfRFC7741(t *testing.T) {
	frame := clip.Frame{Fragments: [][]byte{{1, 2}, {3}}}
	if got, want := frame.AppendPayload(nil, 0, 0x1234), []byte{0x90, 0x80, 0x92, 0x34, 1, 2}; !bytes.Equal(got, want) {
		t.Errorf("first packet % x, want % x", got, want)
	}
	if got, want := frame.AppendPayload(nil, 1, 0x1234), []byte{0x80, 0x80, 0x92, 0x34, 3}; !bytes.Equal(got, want) {
		t.Errorf("second packet % x, want % x", got, want)
	}
}

func TestAWrongClipIsNamedWithWhatIsAccepted(t *testing.T) {
	good := cliptest.Directory(t)
	for _, test := range []struct{ name, file, from, want string }{
		{"a missing one", "camera-360p.ivf", "", "there is no such file"},
		{"another size", "camera-180p.ivf", "camera-360p.ivf", "it is 640x360; accepted is 320x180"},
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
				if err := os.Link(filepath.Join(good, source), filepath.Join(directory, recipe.Name)); err != nil {
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
