package face_test

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/clip/cliptest"
	"gomeet/loadgen/face"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/signal"
	"gomeet/loadgen/subscriber"
)

var (
	loopback     = netip.MustParseAddr("127.0.0.1")
	loopbackPort = netip.AddrPortFrom(loopback, 9)
)

func withDeadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func join(t *testing.T, server *livekittest.Server, identity string) (*signal.Conn, *livekit.JoinResponse) {
	t.Helper()
	conn, joined, err := signal.Dial(withDeadline(t), signal.Options{
		URL: server.URL, Token: livekittest.Token("room", identity), AutoSubscribe: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn, joined
}

// faceOf gives participant 0 the face; both are closed when the test ends.
func faceOf(t *testing.T, options face.Options, joined *livekit.JoinResponse) *face.Face {
	t.Helper()
	options.Share = 1
	if wrong := face.Check([]face.Options{options}); wrong != nil {
		t.Fatal(wrong)
	}
	set := face.NewSet([]face.Options{options}, 1)
	t.Cleanup(set.Close)
	own, err := set.For(0, loopback, joined)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Close)
	return own
}

// publish sends a camera and a microphone through a face.
func publish(t *testing.T, server *livekittest.Server, options face.Options) {
	t.Helper()
	clips, err := clip.Load(cliptest.Directory(t))
	if err != nil {
		t.Fatal(err)
	}
	scheduler := publisher.NewScheduler()
	t.Cleanup(scheduler.Close)
	conn, joined := join(t, server, "speaker")
	sending, err := publisher.Connect(withDeadline(t), publisher.Options{
		Signal: conn, Clips: clips, Scheduler: scheduler, Microphone: true, Camera: true,
		Route: faceOf(t, options, joined).Route(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sending.Close)
}

// watch receives through a face until 60 frames have come, and returns the counts of the video track
// and the engine's snapshot.
func watch(t *testing.T, server *livekittest.Server, options face.Options) (subscriber.TrackCounts, subscriber.Snapshot) {
	t.Helper()
	conn, joined := join(t, server, "viewer")
	return watchThrough(t, conn, joined, faceOf(t, options, joined))
}

func watchThrough(t *testing.T, conn *signal.Conn, joined *livekit.JoinResponse, own *face.Face) (subscriber.TrackCounts, subscriber.Snapshot) {
	t.Helper()
	engine, err := subscriber.NewEngine(subscriber.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	viewer, err := engine.Connect(withDeadline(t), subscriber.Options{
		Signal: conn, Join: joined, Layout: subscriber.Layout{Tiles: []subscriber.Tile{{Width: 320, Height: 180}}},
		Route: own.Route(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(viewer.Close)
	var last subscriber.Snapshot
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		last = engine.Snapshot()
		for _, track := range last.Subscribers[0].Tracks {
			if track.Video && track.Frames >= 60 {
				return track, last
			}
		}
	}
	t.Fatalf("waited 20 s in vain for 60 frames: %+v", last.Subscribers)
	return subscriber.TrackCounts{}, last
}
