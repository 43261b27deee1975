package subscriber

import (
	"context"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/clip/cliptest"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/signal"
)

// testRoom is a room on a real livekit-server in which one speaker publishes sound and pictures.
type testRoom struct {
	server *livekittest.Server
	clips  *clip.Set
	sender *publisher.Publisher
	engine *Engine
}

func openRoom(t *testing.T) *testRoom {
	t.Helper()
	return openRoomOf(t, clip.VP8)
}

func openRoomOf(t *testing.T, codec clip.Codec) *testRoom {
	t.Helper()
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	clips, err := clip.Load(cliptest.Directory(t))
	if err != nil {
		t.Fatal(err)
	}
	room.clips = clips
	scheduler := publisher.NewScheduler()
	t.Cleanup(scheduler.Close)
	conn, _ := room.join(t, "speaker")
	room.sender, err = publisher.Connect(testContext(t), publisher.Options{
		Signal: conn, Clips: clips, Scheduler: scheduler, Microphone: true, Camera: true, Codec: codec,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(room.sender.Close)
	return room
}

func testEngine(t *testing.T) *Engine {
	t.Helper()
	engine, err := NewEngine(EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	return engine
}

func testContext(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func (r *testRoom) join(t *testing.T, identity string) (*signal.Conn, *livekit.JoinResponse) {
	t.Helper()
	return r.joinAs(t, identity, false)
}

// joinAs tells the server whether this side can read packet trailers.
func (r *testRoom) joinAs(t *testing.T, identity string, trailer bool) (*signal.Conn, *livekit.JoinResponse) {
	t.Helper()
	conn, join, err := signal.Dial(testContext(t), signal.Options{
		URL: r.server.URL, Token: livekittest.Token("room", identity), AutoSubscribe: true, PacketTrailer: trailer,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn, join
}

func (r *testRoom) subscribe(t *testing.T, identity string, options Options) *Subscriber {
	t.Helper()
	options.Signal, options.Join = r.joinAs(t, identity, options.Decrypt)
	s, err := r.engine.Connect(testContext(t), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// countsOf finds a subscriber's track of one kind in a snapshot.
func countsOf(snapshot Snapshot, s *Subscriber, video bool) (TrackCounts, bool) {
	for _, subscriber := range snapshot.Subscribers {
		for _, track := range subscriber.Tracks {
			if subscriber.Index == s.Index() && track.Video == video {
				return track, true
			}
		}
	}
	return TrackCounts{}, false
}

// awaitCounts polls a track's counts until they satisfy the condition, for at most 20 s.
func (r *testRoom) awaitCounts(t *testing.T, s *Subscriber, video bool, what string, enough func(TrackCounts) bool) TrackCounts {
	t.Helper()
	var last TrackCounts
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if counts, found := countsOf(r.engine.Snapshot(), s, video); found {
			last = counts
			if enough(counts) {
				return counts
			}
		}
	}
	t.Fatalf("waited 20 s in vain for %s; counts are %+v", what, last)
	return last
}
