package main

import (
	"context"
	"time"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/signal"
	"gomeet/loadgen/subscriber"
)

// publish sends one microphone and one camera until the parent is done.
func publish(ctx context.Context, plan rolePlan) error {
	clips, err := clip.Load(plan.Clips)
	if err != nil {
		return err
	}
	token, err := accessToken(plan, "speaker")
	if err != nil {
		return err
	}
	conn, join, err := signal.Dial(ctx, signal.Options{URL: plan.URL, Token: token})
	if err != nil {
		return err
	}
	defer conn.Close()
	engine, err := subscriber.NewEngine(subscriber.EngineOptions{})
	if err != nil {
		return err
	}
	defer engine.Close()
	// LiveKit sends away who has no receiving connection after a minute, publisher or not (JOIN_FAILURE).
	if _, err := engine.Connect(ctx, subscriber.Options{Signal: conn, Join: join}); err != nil {
		return err
	}
	scheduler := publisher.NewScheduler()
	defer scheduler.Close()
	sending, err := publisher.Connect(ctx, publisher.Options{
		Signal: conn, Clips: clips, Scheduler: scheduler, Microphone: true, Camera: true,
	})
	if err != nil {
		return err
	}
	defer sending.Close()
	if err := report("ready"); err != nil {
		return err
	}
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-conn.Done():
			return conn.Err()
		case <-second.C:
			if err := sending.Err(); err != nil {
				return err
			}
		}
	}
}
