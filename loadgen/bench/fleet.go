package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/livekit/protocol/auth"
)

// fleet is one kind of subscriber. Its counts are of RTP packets, media only.
type fleet interface {
	begin(plan rolePlan) error
	join(ctx context.Context, identity string) error
	packets() uint64
	end()
}

// fleetResult is what a turn measured.
type fleetResult struct {
	Subscribers          int
	Seconds              float64
	Packets              uint64
	CPUSeconds           float64
	MemoryBytes          int64 // resident, above what the process had before the first join
	Goroutines           int   // likewise
	JoinMs               float64
	PacketsPerSecond     float64
	CPUSecondsPerMillion float64
}

// runFleet joins all at the given rate, lets the room settle, and measures one window.
func runFleet(ctx context.Context, plan rolePlan, f fleet) error {
	if err := f.begin(plan); err != nil {
		return err
	}
	defer f.end()
	before, goroutines := residentBytes(), runtime.NumGoroutine()
	joining := time.Now()
	if err := joinAll(ctx, plan, f); err != nil {
		return err
	}
	result := fleetResult{Subscribers: plan.Subscribers, JoinMs: time.Since(joining).Seconds() * 1000}
	if err := pause(ctx, plan.SettleSeconds); err != nil {
		return err
	}
	start, cpu, packets := time.Now(), processCPU(), f.packets()
	if err := pause(ctx, plan.Seconds); err != nil {
		return err
	}
	result.Packets = f.packets() - packets
	result.CPUSeconds = (processCPU() - cpu).Seconds()
	result.Seconds = time.Since(start).Seconds()
	result.MemoryBytes = residentBytes() - before
	result.Goroutines = runtime.NumGoroutine() - goroutines
	if result.Packets == 0 {
		return fmt.Errorf("%d subscribers received no packet in %d s", plan.Subscribers, plan.Seconds)
	}
	result.PacketsPerSecond = float64(result.Packets) / result.Seconds
	result.CPUSecondsPerMillion = result.CPUSeconds / float64(result.Packets) * 1e6
	return report(result)
}

// joinAll starts join i at i/rate, without waiting for the ones before it.
func joinAll(ctx context.Context, plan rolePlan, f fleet) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute+time.Duration(plan.Subscribers/plan.JoinRate)*time.Second)
	defer cancel()
	var joins sync.WaitGroup
	failures := make(chan error, plan.Subscribers)
	start := time.Now()
	for i := range plan.Subscribers {
		due := start.Add(time.Duration(i) * time.Second / time.Duration(plan.JoinRate))
		select {
		case <-time.After(time.Until(due)):
		case <-ctx.Done():
		}
		joins.Go(func() {
			if err := f.join(ctx, fmt.Sprintf("%s-%d", plan.Turn, i)); err != nil {
				failures <- fmt.Errorf("subscriber %d: %w", i, err)
				cancel()
			}
		})
	}
	joins.Wait()
	close(failures)
	return <-failures // nil when none failed
}

func pause(ctx context.Context, seconds int) error {
	select {
	case <-time.After(time.Duration(seconds) * time.Second):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func accessToken(secret, identity string) (string, error) {
	grant := &auth.VideoGrant{RoomJoin: true, Room: roomName}
	return auth.NewAccessToken(apiKey, secret).SetVideoGrant(grant).SetIdentity(identity).SetValidFor(time.Hour).ToJWT()
}
