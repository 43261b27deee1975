package library

import (
	"context"
	"testing"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/webrtc/v4"

	"gomeet/recorder/recordertest"
)

func TestEveryCodecOfACallIsRecorded(t *testing.T) {
	cases := []struct {
		mimeType string
		clip     string
		encoder  []string
	}{
		{webrtc.MimeTypeVP9, "picture.ivf", []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "20", "-f", "ivf"}},
		{webrtc.MimeTypeAV1, "picture.ivf", []string{"-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8", "-g", "20", "-f", "ivf"}},
		{webrtc.MimeTypeH264, "picture.h264", []string{"-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-profile:v", "baseline", "-g", "20", "-x264-params", "aud=1", "-f", "h264"}},
	}
	for _, c := range cases {
		t.Run(c.mimeType, func(t *testing.T) {
			url := recordertest.StartLiveKit(t)
			picture := recordertest.Clip(t, c.clip, "color=white:s=640x360:r=20:d=2,format=yuv420p", c.encoder...)
			folder := t.TempDir()
			library := openLibrary(t, folder)
			start(t, library, url)
			// A shared screen takes the whole picture, as one camera does.
			recordertest.Enter(t, url, "ada").SendPictures(t, picture, c.mimeType, livekit.TrackSource_SCREEN_SHARE)
			awaitBytes(t, folder, "*.ivf", 3*pictureBytesPerSecond) // key frames are larger than in VP8
			if _, err := library.Stop(context.Background(), first); err != nil {
				t.Fatal(err)
			}
			awaitReady(t, library)
			file, _ := library.File(first)
			_, seconds := probed(t, file)
			if light := brightness(t, file, seconds-0.2, wholePicture); light < 200 {
				t.Errorf("brightness is %.0f", light)
			}
		})
	}
}

func TestACameraThatIsOffIsBlack(t *testing.T) {
	url := recordertest.StartLiveKit(t)
	picture := recordertest.Clip(t, "picture.ivf", "color=white:s=640x360:r=20:d=6", recordertest.VP8...)
	folder := t.TempDir()
	library := openLibrary(t, folder)
	start(t, library, url)
	camera := recordertest.Enter(t, url, "ada").SendPictures(t, picture, webrtc.MimeTypeVP8, livekit.TrackSource_CAMERA)
	awaitBytes(t, folder, "1.ivf", pictureBytesPerSecond)
	camera.SetMuted(true)
	awaitBytes(t, folder, "journal.ndjson", int64(len(`{"event":"track","atMs":1000,"track":1,"kind":"camera","file":"1.ivf","codec":"VP80"}{"event":"shown","atMs":1000,"track":1}{"event":"hidden"`)))
	camera.SetMuted(false)
	awaitBytes(t, folder, "2.ivf", pictureBytesPerSecond)
	if _, err := library.Stop(context.Background(), first); err != nil {
		t.Fatal(err)
	}
	awaitReady(t, library)
	file, _ := library.File(first)
	words := recordertest.FFmpeg(t, "-i", file, "-vf", "blackdetect=d=0.1", "-an", "-f", "null", "-")
	if blacks := countOf(words, "black_start"); blacks != 2 {
		t.Errorf("black %d times, not before it came and while it was off:\n%s", blacks, words)
	}
}
