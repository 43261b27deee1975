package library

import (
	"context"
	"errors"
	"io"

	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/webrtc/v4"

	"gomeet/recorder/compose"
	"gomeet/recorder/recordertest"
)

const first = "00000000-0000-4000-8000-000000000001"

func openLibrary(t *testing.T, folder string, change ...func(*Settings)) *Library {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	settings := Settings{
		Folder: folder, Capacity: 1, EmptyAfter: time.Minute, MaxLength: time.Hour,
		Composer: compose.Composer{FFmpeg: "ffmpeg", Log: log}, Log: log,
	}
	for _, adjust := range change {
		adjust(&settings)
	}
	library, err := Open(settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(library.Close)
	return library
}

func start(t *testing.T, library *Library, url string) State {
	t.Helper()
	state, err := library.Start(Order{ID: first, RoomName: recordertest.Room, URL: url, Token: recordertest.Token(t)})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func awaitReady(t *testing.T, library *Library) State {
	t.Helper()
	var state State
	recordertest.Eventually(t, "the recording is put together", func() bool {
		state, _ = library.Get(first)
		return state.Status == Ready || state.Status == Failed
	})
	if state.Status == Failed {
		t.Fatal(*state.Error)
	}
	return state
}

// awaitBytes waits until files of a kind hold so much that some seconds of it must be there.
func awaitBytes(t *testing.T, folder, pattern string, bytes int64) {
	t.Helper()
	recordertest.Eventually(t, pattern+" grows", func() bool {
		var total int64
		files, _ := filepath.Glob(filepath.Join(folder, first, pattern))
		for _, file := range files {
			if about, err := os.Stat(file); err == nil {
				total += about.Size()
			}
		}
		return total >= bytes
	})
}

const wholePicture = "1280:720:0:0"

// What a second of the clips below takes on disk: 50 packets of 80 bytes of sound and 28 of Ogg; 20 pictures of 25 bytes and 12 of IVF.
const (
	soundBytesPerSecond   = 5_400
	pictureBytesPerSecond = 740
)

func TestARecordingShowsAndSoundsWhatTheRoomSent(t *testing.T) {
	url := recordertest.StartLiveKit(t)
	picture := recordertest.Clip(t, "picture.ivf", "color=white:s=640x360:r=20:d=6", recordertest.VP8...)
	voice := recordertest.Clip(t, "voice.ogg", "sine=frequency=440:duration=30", recordertest.Opus...)
	ada := recordertest.Enter(t, url, "ada")
	folder := t.TempDir()
	library := openLibrary(t, folder)
	begun := start(t, library, url)
	ada.SendPictures(t, picture, webrtc.MimeTypeVP8, livekit.TrackSource_CAMERA)
	ada.SendSound(t, voice)
	awaitBytes(t, folder, "*.ogg", soundBytesPerSecond*2)
	grace := recordertest.Enter(t, url, "grace")
	grace.SendPictures(t, picture, webrtc.MimeTypeVP8, livekit.TrackSource_CAMERA)
	awaitBytes(t, folder, "3.ivf", pictureBytesPerSecond*2)

	stopped, err := library.Stop(context.Background(), first)
	if err != nil {
		t.Fatal(err)
	}
	wall := stopped.EndedAt.Sub(begun.StartedAt).Seconds()
	state := awaitReady(t, library)
	file, err := library.File(first)
	if err != nil {
		t.Fatal(err)
	}
	result, seconds := probed(t, file)
	if len(result.Streams) != 2 || result.Streams[0].Codec != "h264" || result.Streams[1].Codec != "aac" || result.Streams[0].Width != 1280 {
		t.Errorf("streams are %+v", result.Streams)
	}
	if seconds < wall-0.5 || seconds > wall+0.5 || *state.DurationMs < int64(seconds*1000)-50 || *state.DurationMs > int64(seconds*1000)+50 {
		t.Errorf("%.2f s long, said to be %d ms, recorded for %.2f s", seconds, *state.DurationMs, wall)
	}
	if light := brightness(t, file, 2, wholePicture); light < 200 {
		t.Errorf("one white camera fills the picture, yet its brightness is %.0f", light)
	}
	end := seconds - 0.5
	if left, right, above := brightness(t, file, end, "640:360:0:180"), brightness(t, file, end, "640:360:640:180"), brightness(t, file, end, "1280:160:0:0"); left < 200 || right < 200 || above > 30 {
		t.Errorf("two cameras stand side by side on black: left %.0f, right %.0f, above %.0f", left, right, above)
	}
	if level := loudness(t, file); level < -35 {
		t.Errorf("a voice was sent, yet the mean level is %.1f dB", level)
	}
	files, err := filepath.Glob(filepath.Join(folder, first, "*.*"))
	if err != nil || len(files) != 3 {
		t.Errorf("only the video, its journal and its state stay: %v %v", files, err)
	}
}

func TestARecorderFinishesWhatAKilledOneBegan(t *testing.T) {
	url := recordertest.StartLiveKit(t)
	picture := recordertest.Clip(t, "picture.ivf", "color=white:s=640x360:r=20:d=6", recordertest.VP8...)
	voice := recordertest.Clip(t, "voice.ogg", "sine=frequency=440:duration=30", recordertest.Opus...)
	folder, left := t.TempDir(), t.TempDir()
	library := openLibrary(t, folder)
	start(t, library, url)
	ada := recordertest.Enter(t, url, "ada")
	ada.SendPictures(t, picture, webrtc.MimeTypeVP8, livekit.TrackSource_CAMERA)
	ada.SendSound(t, voice)
	awaitBytes(t, folder, "*.ogg", soundBytesPerSecond*3)
	// What a kill at this moment leaves, with its times.
	if words, err := exec.Command("cp", "-a", filepath.Join(folder, first), left).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, words)
	}
	successor := openLibrary(t, left)
	state := awaitReady(t, successor)
	file, _ := successor.File(first)
	if _, seconds := probed(t, file); seconds < 2.5 || *state.DurationMs < 2500 {
		t.Errorf("%.2f s of 3 were saved", seconds)
	}
	if light := brightness(t, file, 2, wholePicture); light < 200 {
		t.Errorf("brightness is %.0f", light)
	}
}

func TestARecordingEndsWithItsRoom(t *testing.T) {
	url := recordertest.StartLiveKit(t)
	ended := func(library *Library) func() bool {
		return func() bool {
			state, _ := library.Get(first)
			return state.Status != Recording
		}
	}
	t.Run("when it is deleted", func(t *testing.T) {
		library := openLibrary(t, t.TempDir())
		recordertest.Enter(t, url, "ada")
		start(t, library, url)
		if _, err := recordertest.Rooms(url).DeleteRoom(context.Background(), &livekit.DeleteRoomRequest{Room: recordertest.Room}); err != nil {
			t.Fatal(err)
		}
		recordertest.Eventually(t, "it ends", ended(library))
		awaitReady(t, library) // black and silent, since nobody sent anything
	})
	t.Run("when everybody has left", func(t *testing.T) {
		library := openLibrary(t, t.TempDir(), func(settings *Settings) { settings.EmptyAfter = time.Second })
		ada := recordertest.Enter(t, url, "ada")
		start(t, library, url)
		ada.Room.Disconnect()
		recordertest.Eventually(t, "it ends", ended(library))
	})
	t.Run("when it has lasted long enough", func(t *testing.T) {
		library := openLibrary(t, t.TempDir(), func(settings *Settings) { settings.MaxLength = time.Second })
		recordertest.Enter(t, url, "ada")
		start(t, library, url)
		recordertest.Eventually(t, "it ends", ended(library))
	})
}

func TestNoMoreIsRecordedThanTheMachineBears(t *testing.T) {
	url := recordertest.StartLiveKit(t)
	library := openLibrary(t, t.TempDir())
	start(t, library, url)
	order := Order{ID: "00000000-0000-4000-8000-000000000002", RoomName: recordertest.Room, URL: url, Token: recordertest.Token(t)}
	if _, err := library.Start(order); !errors.Is(err, ErrBusy) {
		t.Errorf("the second of one: %v", err)
	}
	if again := start(t, library, url); again.ID != first {
		t.Errorf("the same order again is the same recording, not %v", again)
	}
	if err := library.Delete(first); !errors.Is(err, ErrRunning) {
		t.Errorf("a running one is deleted: %v", err)
	}
	full := openLibrary(t, t.TempDir(), func(settings *Settings) { settings.MinFreeBytes = 1 << 62 })
	if _, err := full.Start(order); !errors.Is(err, ErrDiskFull) {
		t.Errorf("on a full disk: %v", err)
	}
}
