package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"gomeet/loadgen/subscriber"
)

// A child is this program again, told its role by the environment; its plan, which holds the server's
// secret, comes through standard input and so appears in no process list.
const (
	roleVariable  = "GOMEET_BENCH_ROLE"
	rolePublisher = "publisher"
	roleEpoll     = "gomeet-epoll"
	roleRing      = "gomeet-ring"
	roleSDK       = "livekit-sdk"
)

type rolePlan struct {
	URL, Secret, Clips     string
	ServerProcess          int
	Room                   string
	Turn                   string // part of the identities, so that no turn pushes out one before it
	Subscribers, JoinRate  int    // a rate of 0 is all at once
	SettleSeconds, Seconds int    // without seconds only the joins are measured
	Width, Height          int
}

// pacing is how long the joins take to begin.
func (p rolePlan) pacing() time.Duration {
	if p.JoinRate == 0 {
		return 0
	}
	return time.Duration(p.Subscribers) * time.Second / time.Duration(p.JoinRate)
}

// runRole is the child's side: read the plan, do the part, write one line of JSON.
func runRole(ctx context.Context, role string) error {
	input := bufio.NewReader(os.Stdin)
	line, err := input.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("read the plan: %w", err)
	}
	var plan rolePlan
	if err := json.Unmarshal(line, &plan); err != nil {
		return fmt.Errorf("read the plan: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // the parent's end of the pipe closes when it is done, or dead
		_, _ = io.Copy(io.Discard, input)
		cancel()
	}()
	switch role {
	case rolePublisher:
		return publish(ctx, plan)
	case roleEpoll:
		return runFleet(ctx, plan, &ourFleet{path: subscriber.PathEpoll})
	case roleRing:
		return runFleet(ctx, plan, &ourFleet{path: subscriber.PathRing})
	case roleSDK:
		return runFleet(ctx, plan, &sdkFleet{})
	}
	return fmt.Errorf("role %q is unknown", role)
}

func report(value any) error { return json.NewEncoder(os.Stdout).Encode(value) }

// child is the parent's side.
type child struct {
	command *exec.Cmd
	input   io.WriteCloser
	lines   chan []byte
	failure bytes.Buffer
}

func startChild(ctx context.Context, role string, plan rolePlan) (*child, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{command: exec.CommandContext(ctx, program), lines: make(chan []byte, 1)}
	c.command.Env = append(os.Environ(), roleVariable+"="+role)
	c.command.Stderr = &c.failure
	output, err := c.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if c.input, err = c.command.StdinPipe(); err != nil {
		return nil, err
	}
	if err := c.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(c.lines)
		for scanner := bufio.NewScanner(output); scanner.Scan(); {
			c.lines <- bytes.Clone(scanner.Bytes())
		}
	}()
	return c, json.NewEncoder(c.input).Encode(plan)
}

var errNoAnswer = errors.New("no answer in time")

func (c *child) line(timeout time.Duration) ([]byte, error) {
	select {
	case line, ok := <-c.lines:
		if !ok {
			c.stop()
			return nil, fmt.Errorf("it ended early: %s", c.failure.Bytes())
		}
		return line, nil
	case <-time.After(timeout):
		return nil, fmt.Errorf("%w (%v)", errNoAnswer, timeout)
	}
}

func (c *child) awaitReady(timeout time.Duration) error {
	_, err := c.line(timeout)
	return err
}

func (c *child) result(timeout time.Duration) (result fleetResult, err error) {
	line, err := c.line(timeout)
	if err != nil {
		return result, err
	}
	return result, json.Unmarshal(line, &result)
}

// ended is why the child is no more, nil while it runs.
func (c *child) ended() error {
	select {
	case <-c.lines:
		c.stop()
		return fmt.Errorf("the publisher ended: %s", c.failure.Bytes())
	default:
		return nil
	}
}

// stop closes the child's input, on which it ends, and waits for it.
func (c *child) stop() {
	_ = c.input.Close()
	timer := time.AfterFunc(5*time.Second, func() { _ = c.command.Process.Kill() })
	defer timer.Stop()
	_ = c.command.Wait()
}
