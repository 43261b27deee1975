package subscriber

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/signal"
)

// TestBothKindsOfServerAreReached connects to one that checks and nominates by itself, and to one that
// leaves both to this side. With a lite server the consent checks alone keep the connection alive.
func TestBothKindsOfServerAreReached(t *testing.T) {
	for _, kind := range []struct {
		setting     string
		controlling bool
	}{{"use_ice_lite: false", false}, {"use_ice_lite: true", true}} {
		t.Run(kind.setting, func(t *testing.T) {
			room := &testRoom{server: livekittest.Start(t, kind.setting), engine: testEngine(t)}
			start := time.Now()
			s := room.subscribe(t, "listener", Options{})
			t.Logf("connected %v after the first byte of signalling", time.Since(start).Round(time.Millisecond))
			var controlling bool
			var roundTripNs int64
			read := func() { controlling, roundTripNs = s.ice.controlling, s.ice.roundTripNs }
			for deadline := time.Now().Add(20 * time.Second); roundTripNs == 0; time.Sleep(20 * time.Millisecond) {
				if err := s.shard.call(read); err != nil || time.Now().After(deadline) {
					t.Fatalf("waited 20 s in vain for the answer to a check: %v", err)
				}
			}
			if controlling != kind.controlling {
				t.Errorf("this side controls: %v, expected %v", controlling, kind.controlling)
			}
		})
	}
}

func TestACancelledConnectLeavesNothing(t *testing.T) {
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	conn, join := room.join(t, "impatient")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := room.engine.Connect(ctx, Options{Signal: conn, Join: join})
	var failed *ConnectError
	if !errors.As(err, &failed) || !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v, expected a *ConnectError of context.Canceled", err)
	}
	if left := room.engine.Snapshot().Subscribers; len(left) != 0 {
		t.Errorf("the engine still has %d subscribers", len(left))
	}
}

func TestALeaveEndsTheSubscriber(t *testing.T) {
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	s := room.subscribe(t, "twin", Options{})
	room.join(t, "twin") // the same identity again: the server sends the first one away
	awaitEnd(t, s)
	var leave *signal.LeaveError
	if !errors.As(s.Err(), &leave) || leave.Reason != livekit.DisconnectReason_DUPLICATE_IDENTITY {
		t.Fatalf("reason is %v, expected a *signal.LeaveError of DUPLICATE_IDENTITY", s.Err())
	}
}

func TestAVanishedServerEndsTheSubscriber(t *testing.T) {
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	s := room.subscribe(t, "orphan", Options{})
	room.server.Kill()
	awaitEnd(t, s)
	var lost *signal.LostError
	if !errors.As(s.Err(), &lost) {
		t.Fatalf("reason is %v, expected a *signal.LostError", s.Err())
	}
}

func TestAClosedEngineRefusesAndEndsAll(t *testing.T) {
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	s := room.subscribe(t, "first", Options{})
	room.engine.Close()
	if !errors.Is(s.Err(), ErrEngineClosed) {
		t.Errorf("reason is %v, expected ErrEngineClosed", s.Err())
	}
	conn, join := room.join(t, "second")
	if _, err := room.engine.Connect(testContext(t), Options{Signal: conn, Join: join}); !errors.Is(err, ErrEngineClosed) {
		t.Errorf("error is %v, expected ErrEngineClosed", err)
	}
	room.engine.Snapshot() // still answers
}

func awaitEnd(t *testing.T, s *Subscriber) {
	t.Helper()
	select {
	case <-s.Done():
	case <-time.After(20 * time.Second):
		t.Fatal("waited 20 s in vain for the subscriber's end")
	}
}
