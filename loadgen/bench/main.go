// Command bench compares this project's subscriber with one made of LiveKit's Go SDK, at equal load
// in one run: CPU time per packet, memory and goroutines per subscriber.
//
// It starts a livekit-server on loopback, publishes one microphone and one simulcast camera, and lets
// fleets of the two kinds take turns, each in a process of its own, so that no figure mixes.
//
//	GOMEET_LIVEKIT_SERVER=… go run . -subscribers 200 -rounds 3 -seconds 15
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
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
	flags.IntVar(&o.seconds, "seconds", 15, "measured `seconds` of a turn, 1 to 600")
	flags.IntVar(&o.settle, "settle", 3, "`seconds` between the last join and the measurement, 0 to 60")
	flags.IntVar(&o.joinRate, "join-rate", 40, "joins a second, 1 to 500")
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
		{"settle", o.settle, 0, 60}, {"join-rate", o.joinRate, 1, 500}, {"width", o.width, 1, 7680}, {"height", o.height, 1, 4320},
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

// compare is the parent: it starts everything, takes the turns and prints the table.
func compare(ctx context.Context, args []string) error {
	o, err := parseOptions(args)
	if err != nil {
		return err
	}
	clips, removeClips, err := clipDirectory(ctx, o.clips)
	if err != nil {
		return err
	}
	defer removeClips()
	server, err := startServer(ctx, o.server)
	if err != nil {
		return err
	}
	defer server.stop()
	plan := rolePlan{
		URL: server.url, Secret: server.secret, Clips: clips, Subscribers: o.subscribers, JoinRate: o.joinRate,
		SettleSeconds: o.settle, Seconds: o.seconds, Width: o.width, Height: o.height,
	}
	source, err := startChild(ctx, rolePublisher, plan)
	if err != nil {
		return err
	}
	defer source.stop()
	if err := source.awaitReady(30 * time.Second); err != nil {
		return fmt.Errorf("publisher: %w", err)
	}
	turns := map[string][]fleetResult{}
	for round := range o.rounds {
		for _, role := range []string{roleOurs, roleSDK} {
			fmt.Fprintf(os.Stderr, "round %d of %d: %d subscribers, %s, %d s\n", round+1, o.rounds, o.subscribers, role, o.seconds)
			plan.Turn = fmt.Sprintf("%s-%d", role, round)
			result, err := takeTurn(ctx, role, plan)
			if err != nil {
				return fmt.Errorf("%s fleet: %w", role, errors.Join(err, source.ended()))
			}
			turns[role] = append(turns[role], result)
		}
	}
	fmt.Print(comparisonTable(o, machineDescription(), turns[roleOurs], turns[roleSDK]))
	return equalLoad(turns[roleOurs], turns[roleSDK])
}

// takeTurn runs one fleet from its first join to its measured result.
func takeTurn(ctx context.Context, role string, plan rolePlan) (fleetResult, error) {
	fleet, err := startChild(ctx, role, plan)
	if err != nil {
		return fleetResult{}, err
	}
	defer fleet.stop()
	joining := time.Duration(plan.Subscribers/plan.JoinRate+1) * time.Second
	window := time.Duration(plan.SettleSeconds+plan.Seconds) * time.Second
	return fleet.result(joining + window + time.Minute)
}
