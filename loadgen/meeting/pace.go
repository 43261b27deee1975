package meeting

import (
	"context"
	"sync"
	"time"

	"gomeet/loadgen/schedule"
)

// paced starts work for each number from first to last-1 at its intended moment and waits for
// all. It is an open model: a slow answer delays nobody else's start, and each work is given
// the moment that it should have begun, from which latencies count.
func paced(ctx context.Context, first, last int, ratePerSecond float64, work func(i int, intended time.Time)) {
	var running sync.WaitGroup
	defer running.Wait()
	start := time.Now()
	for i := first; i < last; i++ {
		intended := start.Add(schedule.Seconds(float64(i-first) / ratePerSecond))
		if !schedule.SleepUntil(ctx, intended) {
			return
		}
		running.Go(func() { work(i, intended) })
	}
}
