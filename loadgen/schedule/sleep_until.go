package schedule

import (
	"context"
	"time"
)

// SleepUntil returns at the moment, at once when it has passed. It returns false when ctx ended first.
func SleepUntil(ctx context.Context, moment time.Time) bool {
	wait := time.Until(moment)
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
