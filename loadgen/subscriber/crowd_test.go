package subscriber

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/signal"
)

const crowd = 60

// TestACrowdLosesNothingAndLeavesNothing checks what a load test rests on: with nobody overloaded no
// packet is missing, a participant costs one goroutine, and closing gives everything back.
func TestACrowdLosesNothingAndLeavesNothing(t *testing.T) {
	room := openRoom(t)
	goroutines, descriptors := runtime.NumGoroutine(), openDescriptors(t)
	members, conns := joinCrowd(t, room)
	if each := float64(runtime.NumGoroutine()-goroutines) / crowd; each > 1.2 {
		t.Errorf("%.1f goroutines a subscriber, expected one", each)
	}
	for _, s := range members {
		room.awaitCounts(t, s, true, "30 frames", func(c TrackCounts) bool { return c.Frames >= 30 })
	}
	snapshot := room.engine.Snapshot()
	for _, subscriber := range snapshot.Subscribers {
		for _, track := range subscriber.Tracks {
			if track.Lost != 0 || track.Packets == 0 || subscriber.UnknownPackets+subscriber.Malformed != 0 {
				t.Errorf("subscriber %d lost or misread packets: %+v", subscriber.Index, subscriber)
			}
		}
	}
	if len(snapshot.Subscribers) != crowd || snapshot.SocketOverflows != 0 {
		t.Errorf("%d subscribers, %d overflows; expected %d and none", len(snapshot.Subscribers), snapshot.SocketOverflows, crowd)
	}
	for i := range members {
		members[i].Close()
		conns[i].Close()
	}
	awaitReturn(t, "goroutines", goroutines, runtime.NumGoroutine)
	awaitReturn(t, "descriptors", descriptors, func() int { return openDescriptors(t) })
}

func joinCrowd(t *testing.T, room *testRoom) ([]*Subscriber, []*signal.Conn) {
	t.Helper()
	members, conns := make([]*Subscriber, crowd), make([]*signal.Conn, crowd)
	ctx := testContext(t)
	var joins sync.WaitGroup
	for i := range crowd {
		joins.Go(func() {
			conn, join, err := signal.Dial(ctx, signal.Options{
				URL: room.server.URL, Token: livekittest.Token("room", fmt.Sprintf("member-%d", i)), AutoSubscribe: true,
			})
			if err != nil {
				t.Error(err)
				return
			}
			conns[i] = conn
			if members[i], err = room.engine.Connect(ctx, Options{Signal: conn, Join: join, Layout: oneTile}); err != nil {
				t.Error(err)
			}
		})
	}
	joins.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return members, conns
}

func openDescriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// awaitReturn polls until a count is back where it began, for at most 20 s.
func awaitReturn(t *testing.T, what string, before int, count func() int) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); count() > before; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d %s are left, there were %d before", count(), what, before)
		}
	}
}
