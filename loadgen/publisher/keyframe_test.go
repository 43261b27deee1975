package publisher_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/livekittest"
)

// The clip has a key frame every 2 s by itself. Requests come 1.2 s apart, and an answer jumps to a
// key frame, so every key frame that is seen is an answer. LiveKit passes on one request a second.
func TestAPictureLossRequestIsAnsweredThroughTheServer(t *testing.T) {
	server := livekittest.Start(t)
	ctx := within(t, 30*time.Second)
	publish(t, server, ctx)
	viewer := watch(t, server, ctx)
	var camera *webrtc.TrackRemote
	for camera == nil {
		select {
		case track := <-viewer.tracks:
			if track.Kind() == webrtc.RTPCodecTypeVideo {
				camera = track
			}
		case <-ctx.Done():
			t.Fatal("no camera came")
		}
	}
	keyFrames := make(chan time.Time, 100)
	go watchKeyFrames(camera, keyFrames)
	const requests = 5
	var answers []time.Duration
	for range requests {
		answers = append(answers, askForKeyFrame(t, ctx, viewer.connection, camera, keyFrames))
	}
	slices.Sort(answers)
	// The clip's own next key frame is 800 ms away: it has one every 2 s, and 1.2 s passed without any. An answer
	// takes up to a frame of the slowest layer, 1 s / 15; half of the 800 ms leaves room for a busy machine.
	if limit := 400 * time.Millisecond; answers[requests/2] > limit {
		t.Errorf("answered after %v; the median may be %v", answers, limit)
	}
	t.Logf("answered after %v", answers)
}

func askForKeyFrame(t *testing.T, ctx context.Context, connection *webrtc.PeerConnection, camera *webrtc.TrackRemote, keyFrames <-chan time.Time) time.Duration {
	t.Helper()
	for quiet := time.NewTimer(1200 * time.Millisecond); ; {
		select {
		case <-keyFrames: // of the subscription itself, or of a change of layers
			continue
		case <-quiet.C:
		}
		break
	}
	asked := time.Now()
	if err := connection.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(camera.SSRC())}}); err != nil {
		t.Fatal(err)
	}
	select {
	case seen := <-keyFrames:
		return seen.Sub(asked)
	case <-ctx.Done():
		t.Fatal("no key frame came")
		return 0
	}
}

// watchKeyFrames ends with the track.
func watchKeyFrames(track *webrtc.TrackRemote, keyFrames chan<- time.Time) {
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		var vp8 codecs.VP8Packet
		if frame, err := vp8.Unmarshal(packet.Payload); err == nil && vp8.S == 1 && vp8.PID == 0 && len(frame) > 0 && frame[0]&1 == 0 {
			keyFrames <- time.Now()
		}
	}
}
