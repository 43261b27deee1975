package schedule

import (
	"context"
	"testing"
	"time"
)

func TestASleepEndsAtItsMomentOrWithItsContext(t *testing.T) {
	over, end := context.WithCancel(t.Context())
	end()
	for _, test := range []struct {
		name  string
		ctx   context.Context
		after time.Duration
		want  bool
	}{
		{"the moment has passed", t.Context(), -time.Hour, true},
		{"the moment comes", t.Context(), time.Millisecond, true},
		{"the context has ended and the moment has passed", over, -time.Hour, false},
		{"the context has ended before the moment", over, time.Hour, false},
	} {
		moment := time.Now().Add(test.after)
		if got := SleepUntil(test.ctx, moment); got != test.want || got && time.Now().Before(moment) {
			t.Errorf("%s: got %t, want %t", test.name, got, test.want)
		}
	}
}
