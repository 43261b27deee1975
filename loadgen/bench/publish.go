package main

import (
	"context"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/signal"
)

const roomName = "bench"

// publish sends one microphone and one camera until the parent is done.
func publish(ctx context.Context, plan rolePlan) error {
	clips, err := clip.Load(plan.Clips)
	if err != nil {
		return err
	}
	token, err := accessToken(plan.Secret, "speaker")
	if err != nil {
		return err
	}
	conn, _, err := signal.Dial(ctx, signal.Options{URL: plan.URL, Token: token})
	if err != nil {
		return err
	}
	defer conn.Close()
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
	select {
	case <-ctx.Done():
		return nil
	case <-conn.Done():
		return conn.Err()
	}
}
