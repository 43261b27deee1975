// Command bench compares this project's subscriber, on both of its receive paths, with one of LiveKit's
// Go SDK set up as livekit-cli's load tester sets it up, at equal load in one run: CPU time per packet
// and per join, memory and goroutines per subscriber. Then it lets a crowd join without pacing.
//
// It starts a livekit-server on loopback, publishes one microphone and one simulcast camera, and lets
// fleets of the kinds take turns, each in a process of its own, so that no figure mixes.
//
//	GOMEET_LIVEKIT_SERVER=… go run . -subscribers 200 -rounds 3 -seconds 10
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// options are the command line; children get what concerns them through the plan.
type options struct {
	server      string
	clips       string
	subscribers int
	rounds      int
	seconds     int
	settle      int
	joinRate    int
	storm       int
	width       int
	height      int
}

func parseOptions(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&o.server, "server", os.Getenv("GOMEET_LIVEKIT_SERVER"), "path of the livekit-server `program`")
	flags.StringVar(&o.clips, "clips", "", "`directory` of clips that gomeet setup made; made anew with ffmpeg when empty")
	flags.IntVar(&o.subscribers, "subscribers", 200, "subscribers in a fleet, 1 to 2000")
	flags.IntVar(&o.rounds, "rounds", 3, "turns of each kind, 1 to 20")
	flags.IntVar(&o.seconds, "seconds", 10, "measured `seconds` of a turn, 1 to 600")
	flags.IntVar(&o.settle, "settle", 5, "`seconds` between the last join and the measurement, 0 to 60")
	flags.IntVar(&o.joinRate, "join-rate", 20, "joins a second, 1 to 500")
	flags.IntVar(&o.storm, "storm", 500, "subscribers that join at once in the end, 0 to 2000")
	flags.IntVar(&o.width, "width", 640, "width of the video asked for, in pixels")
	flags.IntVar(&o.height, "height", 360, "height of the video asked for, in pixels")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	for _, check := range []struct {
		flag             string
		value, low, high int
	}{
		{"subscribers", o.subscribers, 1, 2000}, {"rounds", o.rounds, 1, 20}, {"seconds", o.seconds, 1, 600},
		{"settle", o.settle, 0, 60}, {"join-rate", o.joinRate, 1, 500},
		{"storm", o.storm, 0, 2000}, {"width", o.width, 1, 7680}, {"height", o.height, 1, 4320},
	} {
		if check.value < check.low || check.value > check.high {
			return o, fmt.Errorf("-%s %d is out of range: accepted is %d to %d", check.flag, check.value, check.low, check.high)
		}
	}
	if o.server == "" {
		return o, errors.New("no livekit-server: give its path with -server or in GOMEET_LIVEKIT_SERVER (gomeet setup builds one)")
	}
	return o, nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if role := os.Getenv(roleVariable); role != "" {
		err = runRole(ctx, role)
	} else {
		err = compare(ctx, os.Args[1:])
	}
	if ctx.Err() != nil {
		fmt.Fprintln(os.Stderr, "bench: interrupted")
		os.Exit(130)
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
