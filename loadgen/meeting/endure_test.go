package meeting_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/meeting"
)

func TestWhoLosesTheRoomComesBackByThemselvesAndTheirGapIsTold(t *testing.T) {
	server := livekittest.Start(t)
	door := openDoor(t, server.URL)
	enough := filepath.Join(t.TempDir(), "enough")
	p := plan(t, door.URL, func(p *meeting.Plan) {
		p.Participants = 6
		p.Endure = &meeting.Endure{UntilFile: enough, MaxSeconds: 60}
	})
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []func(context.Context) error{m.SignIn, m.Join, m.Settle} {
		if err := step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- m.Endure(t.Context()) }()
	killedAt := time.Now().UnixMilli()
	server.Kill()
	time.Sleep(time.Second) // the outage that is to be told
	server.Restart(t)
	gaps := awaitGaps(t, p.OutputDirectory, 6)
	if err := os.WriteFile(enough, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if _, err := m.Close(); err != nil {
		t.Fatal(err)
	}
	for _, gap := range gaps {
		// The last look before the kill was 50 ms and a coalescing earlier at most; a busy machine looks later.
		if gap.To == nil || gap.From < killedAt-1000 || *gap.To-gap.From < 1000 {
			t.Errorf("gap %+v, killed at %d", gap, killedAt)
		}
	}
	if door.joins.Load() < 12 {
		t.Errorf("%d joins: everyone had to join twice", door.joins.Load())
	}
}

type gap struct {
	Event       string
	Participant int
	From        int64
	To          *int64
}

// awaitGaps waits until so many people have told of a gap that is over.
func awaitGaps(t *testing.T, directory string, people int) []gap {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		text, err := os.ReadFile(filepath.Join(directory, "loadgen.ndjson"))
		if err != nil {
			t.Fatal(err)
		}
		var gaps []gap
		told := map[int]bool{}
		for line := range strings.Lines(string(text)) {
			var one gap
			if json.Unmarshal([]byte(line), &one) == nil && one.Event == "gap" {
				gaps, told[one.Participant] = append(gaps, one), true
			}
		}
		if len(told) == people {
			return gaps
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d have media again: %s", len(told), people, text)
		}
	}
}
