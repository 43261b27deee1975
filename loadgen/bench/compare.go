package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"gomeet/loadgen/subscriber"
)

const roomName = "bench"

// measurements are the results of all turns.
type measurements struct {
	roles []string
	media map[string][]fleetResult
	joins map[string][]fleetResult
	storm []fleetResult
}

// ours is the lightest kind of our own that may run here.
func (m measurements) ours() string { return m.roles[len(m.roles)-2] }

// compare is the parent: it starts everything, takes the turns and prints the table.
func compare(ctx context.Context, args []string) error {
	o, err := parseOptions(args)
	if err != nil {
		return err
	}
	roles, err := allowedRoles()
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
		URL: server.url, Secret: server.secret, ServerProcess: server.command.Process.Pid, Clips: clips, Room: roomName,
		Subscribers: o.subscribers, JoinRate: o.joinRate, SettleSeconds: o.settle, Seconds: o.seconds, Width: o.width, Height: o.height,
	}
	source, err := startChild(ctx, rolePublisher, plan)
	if err != nil {
		return err
	}
	defer source.stop()
	if err := source.awaitReady(30 * time.Second); err != nil {
		return fmt.Errorf("publisher: %w", err)
	}
	measured := measurements{roles: roles, media: map[string][]fleetResult{}, joins: map[string][]fleetResult{}}
	if err := takeTurns(ctx, o, plan, &measured); err != nil {
		return errors.Join(err, source.ended(), server.complaints())
	}
	fmt.Print(comparisonTable(o, machineDescription(), measured))
	return equalLoad(measured)
}

// allowedRoles leaves out the ring where the kernel does not allow it.
func allowedRoles() ([]string, error) {
	engine, err := subscriber.NewEngine(subscriber.EngineOptions{Path: subscriber.PathRing})
	switch {
	case errors.Is(err, unix.EPERM):
		fmt.Fprintln(os.Stderr, "the packet ring is left out: it needs CAP_NET_RAW")
		return []string{roleEpoll, roleSDK}, nil
	case err != nil:
		return nil, err
	}
	engine.Close()
	return []string{roleEpoll, roleRing, roleSDK}, nil
}

// takeTurns lets the kinds alternate, so that a change of the machine's mood meets all of them.
func takeTurns(ctx context.Context, o options, plan rolePlan, measured *measurements) error {
	for round := range o.rounds {
		for _, role := range measured.roles {
			fmt.Fprintf(os.Stderr, "round %d of %d: %d subscribers, %s\n", round+1, o.rounds, o.subscribers, role)
			plan.Turn = fmt.Sprintf("%s-%d", role, round)
			result, err := takeTurn(ctx, role, plan)
			if err != nil {
				return fmt.Errorf("%s fleet: %w", role, err)
			}
			measured.media[role] = append(measured.media[role], result)
			silent := plan
			silent.Room, silent.Seconds = plan.Turn, 0 // a room of their own, without media, for the joins alone
			if result, err = takeTurn(ctx, role, silent); err != nil {
				return fmt.Errorf("%s fleet joining: %w", role, err)
			}
			measured.joins[role] = append(measured.joins[role], result)
		}
		if o.storm == 0 {
			continue
		}
		fmt.Fprintf(os.Stderr, "round %d of %d: %d join at once\n", round+1, o.rounds, o.storm)
		storm := plan
		storm.Turn = fmt.Sprintf("storm-%d", round)
		storm.Room, storm.Subscribers, storm.JoinRate, storm.Seconds = storm.Turn, o.storm, 0, 0
		result, err := takeTurn(ctx, measured.ours(), storm)
		if err != nil {
			return fmt.Errorf("storm: %w", err)
		}
		measured.storm = append(measured.storm, result)
	}
	return nil
}

// takeTurn runs one fleet from its first join to its measured result.
func takeTurn(ctx context.Context, role string, plan rolePlan) (fleetResult, error) {
	fleet, err := startChild(ctx, role, plan)
	if err != nil {
		return fleetResult{}, err
	}
	defer fleet.stop()
	window := time.Duration(plan.SettleSeconds+plan.Seconds) * time.Second
	return fleet.result(plan.pacing() + joinTimeout + window + 10*time.Second)
}
