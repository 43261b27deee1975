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
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
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
	// 100 ms, and one frame of the slowest layer, 1 s / 15. The median leaves out what the machine's
	// other work did to one of them.
	if limit := 100*time.Millisecond + time.Second/15; answers[requests/2] > limit {
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
