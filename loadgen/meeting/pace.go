package meeting

import (
	"context"
	"sync"
	"time"
)

// paced starts work for each number from first to last-1 at its intended moment and waits for
// all. It is an open model: a slow answer delays nobody else's start, and each work is given
// the moment that it should have begun, from which latencies count.
func paced(ctx context.Context, first, last int, ratePerSecond float64, work func(i int, intended time.Time)) {
	var running sync.WaitGroup
	defer running.Wait()
	start := time.Now()
	for i := first; i < last; i++ {
		intended := start.Add(seconds(float64(i-first) / ratePerSecond))
		if !sleepUntil(ctx, intended) {
			return
		}
		running.Go(func() { work(i, intended) })
	}
}

// sleepUntil returns false when ctx ended first.
func sleepUntil(ctx context.Context, moment time.Time) bool {
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
