package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/livekit/protocol/auth"
)

// joinTimeout is for all joins together, beyond their pacing.
const joinTimeout = time.Minute

// fleet is one kind of subscriber. Its counts are of RTP packets, media only.
type fleet interface {
	begin(plan rolePlan) error
	join(ctx context.Context, identity string) error
	packets() uint64
	end()
}

// fleetResult is what a turn measured; a turn without a window has measured joins only.
type fleetResult struct {
	Subscribers      int
	StartMemoryBytes int64 // resident before the first join, the packet ring included
	JoinSeconds      float64
	JoinMedianMs     float64 // from a join's intended start to its media connection
	JoinP95Ms        float64
	JoinCPUSeconds   float64

	Seconds          float64
	Packets          uint64
	CPUSeconds       float64
	ServerCPUSeconds float64
	MemoryBytes      int64 // resident, above what the process had before the first join
	Goroutines       int   // likewise
}

func (r fleetResult) packetsPerSecond() float64 { return float64(r.Packets) / r.Seconds }

// runFleet joins all at the given rate, lets the room settle, and measures one window.
func runFleet(ctx context.Context, plan rolePlan, f fleet) error {
	if err := f.begin(plan); err != nil {
		return err
	}
	defer f.end()
	goroutines := runtime.NumGoroutine()
	result := fleetResult{Subscribers: plan.Subscribers, StartMemoryBytes: residentBytes()}
	joining, cpu := time.Now(), processCPU()
	tookMs, err := joinAll(ctx, plan, f)
	if err != nil {
		return err
	}
	slices.Sort(tookMs)
	result.JoinMedianMs, result.JoinP95Ms = tookMs[len(tookMs)/2], tookMs[len(tookMs)*95/100]
	result.JoinSeconds = time.Since(joining).Seconds()
	result.JoinCPUSeconds = (processCPU() - cpu).Seconds()
	if plan.Seconds == 0 {
		return report(result)
	}
	if err := pause(ctx, plan.SettleSeconds); err != nil {
		return err
	}
	start, server, packets := time.Now(), processCPUOf(plan.ServerProcess), f.packets()
	cpu = processCPU()
	if err := pause(ctx, plan.Seconds); err != nil {
		return err
	}
	result.CPUSeconds = (processCPU() - cpu).Seconds()
	result.Packets = f.packets() - packets
	result.ServerCPUSeconds = (processCPUOf(plan.ServerProcess) - server).Seconds()
	result.Seconds = time.Since(start).Seconds()
	result.MemoryBytes = residentBytes() - result.StartMemoryBytes
	result.Goroutines = runtime.NumGoroutine() - goroutines
	if result.Packets == 0 {
		return fmt.Errorf("%d subscribers received no packet in %d s", plan.Subscribers, plan.Seconds)
	}
	return report(result)
}

// joinAll starts join i at i/rate, without waiting for the ones before it; at rate 0 all at once. It
// returns how long each took, in milliseconds from its intended start.
func joinAll(ctx context.Context, plan rolePlan, f fleet) (tookMs []float64, err error) {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout+plan.pacing())
	defer cancel()
	var joins sync.WaitGroup
	failures := make(chan error, plan.Subscribers)
	tookMs = make([]float64, plan.Subscribers)
	start := time.Now()
	for i := range plan.Subscribers {
		due := start.Add(time.Duration(i) * plan.pacing() / time.Duration(plan.Subscribers))
		select {
		case <-time.After(time.Until(due)):
		case <-ctx.Done():
		}
		joins.Go(func() {
			if err := f.join(ctx, fmt.Sprintf("%s-%d", plan.Turn, i)); err != nil {
				failures <- fmt.Errorf("subscriber %d: %w", i, err)
				cancel()
			}
			tookMs[i] = time.Since(due).Seconds() * 1000
		})
	}
	joins.Wait()
	close(failures)
	return tookMs, <-failures // nil when none failed
}

func pause(ctx context.Context, seconds int) error {
	select {
	case <-time.After(time.Duration(seconds) * time.Second):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func accessToken(plan rolePlan, identity string) (string, error) {
	grant := &auth.VideoGrant{RoomJoin: true, Room: plan.Room}
	return auth.NewAccessToken(apiKey, plan.Secret).SetVideoGrant(grant).SetIdentity(identity).SetValidFor(time.Hour).ToJWT()
}
