package subscriber

import (
	"context"
	"testing"
	"time"
)

func testEngine(t *testing.T) *Engine {
	t.Helper()
	engine, err := NewEngine(EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	return engine
}

func TestConnectToLiveKit(t *testing.T) {
	server := startLiveKit(t)
	engine := testEngine(t)
	conn, join := server.join(t, "room", "alice")
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	begun := time.Now()
	s, err := engine.Connect(ctx, Options{Signal: conn, Join: join})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("connected in %v", time.Since(begun))
	s.Close()
}
