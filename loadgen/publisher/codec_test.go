package publisher_test

import (
	"context"
	"testing"
	"time"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/signal"
	"gomeet/loadgen/subscriber"
)

// Camera, screen and voice go through a real server to a subscriber that decrypts them and finds
// every frame, byte for byte, in the clips.
func TestEveryCodecArrivesUnchanged(t *testing.T) {
	server := livekittest.Start(t)
	for _, codec := range clip.VideoCodecs {
		t.Run(string(codec), func(t *testing.T) {
			ctx := within(t, 30*time.Second)
			sender := enter(t, ctx, server, string(codec), publisher.Options{Codec: codec, Microphone: true, Camera: true, ScreenShare: true}, "speaker")
			engine, err := subscriber.NewEngine(subscriber.EngineOptions{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(engine.Close)
			conn, join, err := signal.Dial(ctx, signal.Options{URL: server.URL, Token: livekittest.Token(string(codec), "viewer"), AutoSubscribe: true})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(conn.Close)
			tiles := []subscriber.Tile{{Width: 1920, Height: 1080}, {Width: 1920, Height: 1080}}
			_, err = engine.Connect(ctx, subscriber.Options{
				Signal: conn, Join: join, Layout: subscriber.Layout{Tiles: tiles}, Decrypt: true,
				FrameCheck: func(_, _ string, frame []byte) bool { return sender.clips.Contains(frame) },
			})
			if err != nil {
				t.Fatal(err)
			}
			awaitWholeFrames(t, ctx, engine, sender.publisher)
		})
	}
}

// awaitWholeFrames waits for 10 whole frames of each of the three tracks and accepts no broken one.
func awaitWholeFrames(t *testing.T, ctx context.Context, engine *subscriber.Engine, sending *publisher.Publisher) {
	t.Helper()
	for {
		arrived := 0
		tracks := engine.Snapshot().Subscribers[0].Tracks
		for _, track := range tracks {
			if track.BrokenFrames > 0 || track.DecryptErrors > 0 {
				t.Fatalf("broken: %+v", track)
			}
			if track.WholeFrames >= 10 {
				arrived++
			}
		}
		if arrived == 3 {
			return
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			t.Fatalf("received %+v; sent %+v", tracks, sending.Counts())
		}
	}
}
