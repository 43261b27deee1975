package crowd

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"gomeet/loadgen/record"
	"gomeet/loadgen/schedule"
)

const (
	// lastLinesWithin is how long the last lines of the hold may be on their way.
	lastLinesWithin = 5 * time.Second
	// lookEvery is how often a condition is looked at that nobody announces.
	lookEvery = 50 * time.Millisecond
	// meetWithin is how long a crowd waits for the others before it holds alone.
	meetWithin = 5 * time.Minute
	// leavesPerSecond is what one crowd's goodbyes come to; the seats have been given back before.
	leavesPerSecond = 1000
)

// Connect opens the rooms and brings everyone in at the plan's rate: the n-th sets out n/rate after
// the start, however slow the answers are, and its time counts from there.
func (c *Crowd) Connect(ctx context.Context) error {
	err := c.phase(ctx, "connect", func(ctx context.Context) error {
		if err := c.openRooms(ctx); err != nil {
			return err
		}
		c.note(func(u *usages, now record.Usage) { u.before = now }, record.MeasureSettledUsage())
		schedule.SleepUntil(ctx, time.UnixMilli(c.plan.StartAt))
		c.dispatch(ctx)
		c.until(ctx, time.Now().Add(2*arriveWithin), func() bool {
			f := &c.loop.figures // whoever was asked to come again is in none of these until it is back
			return f.joined+f.failed+f.dropped >= c.plan.Connections
		})
		if c.connected() == 0 && ctx.Err() == nil {
			return errNobody
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.phase(ctx, "settle", func(ctx context.Context) error {
		c.meet()
		c.awaitOthers(ctx)
		schedule.SleepUntil(ctx, time.Now().Add(schedule.Seconds(c.plan.SettleSeconds)))
		c.note(func(u *usages, now record.Usage) { u.settled = now }, record.MeasureSettledUsage())
		return nil
	})
}

// dispatch hands the arrivals to the workers as they are due.
func (c *Crowd) dispatch(ctx context.Context) {
	// The channel holds all: a full one would make the schedule wait for the server.
	arrivals := make(chan arrival, c.plan.Connections)
	var workers sync.WaitGroup
	defer workers.Wait()
	defer close(arrivals)
	for range min(arrivalWorkers, c.plan.Connections) {
		workers.Go(func() {
			for a := range arrivals {
				if ctx.Err() == nil {
					c.arrive(ctx, a)
				}
			}
		})
	}
	start := time.Now()
	for number := range c.plan.Connections {
		intended := start.Add(schedule.Seconds(float64(number) / c.plan.ConnectRatePerSecond))
		if !schedule.SleepUntil(ctx, intended) {
			return
		}
		arrivals <- arrival{number: number, intended: intended}
	}
}

// Hold keeps the crowd as it is for the plan's time, while every room talks.
func (c *Crowd) Hold(ctx context.Context) error {
	return c.phase(ctx, "hold", func(ctx context.Context) error {
		if c.connected() == 0 {
			return errNobody
		}
		start := time.Now()
		c.loop.call(func() { c.loop.beginHold(start) })
		c.note(func(u *usages, now record.Usage) { u.holdStart = now }, record.MeasureUsage())
		c.until(ctx, start.Add(schedule.Seconds(c.plan.HoldSeconds)), func() bool { return c.loop.figures.joined == 0 })
		c.note(func(u *usages, now record.Usage) { u.holdEnd = now }, record.MeasureUsage())
		c.loop.call(func() { c.loop.chat.endBy(time.Now()) }) // an interrupted hold says no more
		c.until(context.WithoutCancel(ctx), time.Now().Add(lastLinesWithin), c.loop.hasHeardAll)
		c.loop.call(func() {
			c.mutex.Lock()
			c.audience = c.loop.audience()
			c.mutex.Unlock()
			c.loop.endHold()
		})
		if c.connected() == 0 {
			return errNobody
		}
		return nil
	})
}

// Leave ends the meetings and says goodbye for everyone.
func (c *Crowd) Leave(ctx context.Context) error {
	err := c.phase(ctx, "leave", func(ctx context.Context) error {
		c.endRooms(ctx)
		start := time.Now()
		for number := range c.plan.Connections {
			if !schedule.SleepUntil(ctx, start.Add(schedule.Seconds(float64(number)/leavesPerSecond))) {
				return nil // the phase reports the interruption
			}
			c.loop.do(func() { c.loop.leave(number) })
		}
		c.until(ctx, time.Now().Add(lastLinesWithin), func() bool { return !c.loop.isAnyoneLeaving() })
		return nil
	})
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.completed = err == nil && !c.usage.holdEnd.At.IsZero()
	return err
}

// until waits for a condition of the loop, a moment or the context's end.
func (c *Crowd) until(ctx context.Context, moment time.Time, isMet func() bool) {
	for time.Now().Before(moment) {
		var met bool
		c.loop.call(func() { met = isMet() })
		next := time.Now().Add(lookEvery)
		if next.After(moment) {
			next = moment
		}
		if met || !schedule.SleepUntil(ctx, next) {
			return
		}
	}
}

func (c *Crowd) connected() int {
	var joined int
	c.loop.call(func() { joined = c.loop.figures.joined })
	return joined
}

func (c *Crowd) note(set func(*usages, record.Usage), now record.Usage) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	set(&c.usage, now)
}

// meet leaves this crowd's mark at the rendezvous.
func (c *Crowd) meet() {
	if c.plan.Rendezvous == nil {
		return
	}
	mark := filepath.Join(c.plan.Rendezvous.Directory, "connected-"+strconv.Itoa(c.plan.FirstConnection))
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		c.tally.Failure("rendezvous", err)
	}
}

func (c *Crowd) awaitOthers(ctx context.Context) {
	if c.plan.Rendezvous == nil {
		return
	}
	pattern := filepath.Join(c.plan.Rendezvous.Directory, "connected-*")
	c.until(ctx, time.Now().Add(meetWithin), func() bool {
		marks, _ := filepath.Glob(pattern) // fails only for a wrong pattern
		return len(marks) >= c.plan.Rendezvous.Crowds
	})
}
