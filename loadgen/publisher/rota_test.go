package publisher

import (
	"testing"
	"time"
)

func TestSpeakersTakeTurns(t *testing.T) {
	start := time.Unix(1_700_000_000, 0)
	rota := Rota{Start: start, Speakers: 3, Turn: 5 * time.Second}
	for _, test := range []struct {
		after time.Duration
		want  int // -1 is nobody
	}{{-time.Second, -1}, {0, 0}, {4999 * time.Millisecond, 0}, {5 * time.Second, 1}, {14 * time.Second, 2}, {15 * time.Second, 0}} {
		for number := range 4 {
			if speaks := rota.Speaker(number)(start.Add(test.after)); speaks != (number == test.want) {
				t.Errorf("after %s speaker %d speaks: %t; it is the turn of %d", test.after, number, speaks, test.want)
			}
		}
	}
}
