package crowd_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gomeet/loadgen/crowd"
	"gomeet/loadgen/record"
)

func plan(t *testing.T, s *server, change func(*crowd.Plan)) crowd.Plan {
	t.Helper()
	p := crowd.Plan{
		Schema: crowd.PlanSchema, APIURL: s.url,
		Accounts:    crowd.Accounts{EmailPattern: "load-%05d@load.test", First: 1, Password: "p"},
		Connections: 6, RoomSize: 3, ConnectRatePerSecond: 1000, HoldSeconds: 0.5, ChatIntervalSeconds: 0.125,
		SourceAddresses: &crowd.SourceAddresses{First: "127.44.0.1"}, OutputDirectory: t.TempDir(),
	}
	if change != nil {
		change(&p)
	}
	return p
}

// walk goes the whole way and returns the result and the first error.
func walk(t *testing.T, p crowd.Plan) (*record.Result, error) {
	t.Helper()
	c, err := crowd.New(p, crowd.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	for _, phase := range []func(context.Context) error{c.Connect, c.Hold, c.Leave} {
		if err = phase(t.Context()); err != nil {
			break
		}
	}
	result, failure := c.Close()
	if failure != nil {
		t.Fatal(failure)
	}
	return result, err
}

func expectCounts(t *testing.T, result *record.Result, wanted map[string]uint64) {
	t.Helper()
	for name, count := range wanted {
		if result.Counts[name] != count {
			t.Errorf("%s is %d, not %d; errors: %+v", name, result.Counts[name], count, result.Errors)
		}
	}
}

func TestEveryoneComesInHearsEveryLineAndAnswersPings(t *testing.T) {
	for name, inFragments := range map[string]bool{"whole": false, "in fragments": true} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, faults{inFragments: inFragments})
			p := plan(t, s, nil)
			result, err := walk(t, p)
			if err != nil {
				t.Fatal(err)
			}
			// A line every 0.125 s for half a second, in each of two rooms with three members.
			expectCounts(t, result, map[string]uint64{
				"connectionsRequested": 6, "connectionsJoined": 6, "connectionsHeld": 6, "connectionsAnswering": 6,
				"messagesSent": 8, "messagesExpected": 24, "messagesReceived": 24, "messagesLost": 0,
				"ticketsIssued": 6, "logins": 10, "rooms": 2,
			})
			if result.Partial || len(s.seen) != 6 || len(s.ended) != 2 {
				t.Errorf("partial %v, addresses %v, ended rooms %v", result.Partial, s.seen, s.ended)
			}
			if latency := result.Histograms["messageLatencyUs"]; latency.Count() != 24 || latency.Refused() != 0 {
				t.Errorf("latency has %d values, %d refused", latency.Count(), latency.Refused())
			}
			text, err := os.ReadFile(filepath.Join(p.OutputDirectory, "loadgen.json"))
			if err != nil || !json.Valid(text) {
				t.Errorf("loadgen.json: %v", err)
			}
		})
	}
}

func TestTokensOfTheFileAreUsedAndTheOthersLogIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	if err := os.WriteFile(file, []byte("a\nb\nc\nd\n\nf\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startServer(t, faults{})
	result, err := walk(t, plan(t, s, func(p *crowd.Plan) { p.Accounts.AccessTokensFile = file }))
	if err != nil {
		t.Fatal(err)
	}
	expectCounts(t, result, map[string]uint64{"connectionsHeld": 6, "logins": 1, "accessTokensGiven": 5})
	_, err = crowd.New(plan(t, s, func(p *crowd.Plan) {
		p.Accounts.AccessTokensFile, p.Connections = file, 7
	}), crowd.Observer{})
	if err == nil || !strings.Contains(err.Error(), "the file has 6 lines; needed are 7") {
		t.Errorf("error is %v", err)
	}
}

func TestALineThatReachesNobodyIsLostForEveryMember(t *testing.T) {
	result, err := walk(t, plan(t, startServer(t, faults{skipSequence: 4}), nil))
	if err != nil {
		t.Fatal(err)
	}
	// The fourth line is the last of the hold, so only the speaker's acknowledgement tells that it was said.
	expectCounts(t, result, map[string]uint64{"messagesSent": 8, "messagesExpected": 24, "messagesReceived": 18, "messagesLost": 6})
}

func TestWhoeverIsSentAwayComesBack(t *testing.T) {
	result, err := walk(t, plan(t, startServer(t, faults{reconnectOnce: true}), nil))
	if err != nil {
		t.Fatal(err)
	}
	expectCounts(t, result, map[string]uint64{"reconnects": 1, "connectionsDropped": 0, "connectionsHeld": 6, "ticketsIssued": 7})
}

func TestWhoeverIsToldToComeLaterDoesAndItsTimeCountsFromTheFirstAttempt(t *testing.T) {
	result, err := walk(t, plan(t, startServer(t, faults{busyOnce: true}), func(p *crowd.Plan) { p.Connections = 3 }))
	if err != nil {
		t.Fatal(err)
	}
	expectCounts(t, result, map[string]uint64{"connectionsJoined": 3, "connectionsFailed": 0, "refusals": 1, "ticketsIssued": 4})
	if slowest, _ := result.Histograms["connectUs"].Quantile(1); slowest < 500_000 {
		t.Errorf("the slowest came in after %d µs, without the half second that it waited at least", slowest)
	}
}

func TestAConnectionThatIsCutIsNotHeldAndSaysWhy(t *testing.T) {
	result, err := walk(t, plan(t, startServer(t, faults{dropFirstAtLine: 2}), func(p *crowd.Plan) { p.Connections = 3 }))
	if err != nil {
		t.Fatal(err)
	}
	expectCounts(t, result, map[string]uint64{"connectionsHeld": 2, "connectionsDropped": 1, "messagesLost": 0})
	if len(result.Errors) != 1 || result.Errors[0].What != "websocket ended" {
		t.Errorf("errors are %+v", result.Errors)
	}
}

func TestAWarningBeforeTheWayInSaysNothingOfALaterEnd(t *testing.T) {
	s := startServer(t, faults{busyOnce: true, warnsBusy: true, dropFirstAtLine: 2})
	result, err := walk(t, plan(t, s, func(p *crowd.Plan) { p.Connections = 1 }))
	if err == nil {
		t.Error("the only connection was cut, and the hold succeeded")
	}
	expectCounts(t, result, map[string]uint64{"connectionsJoined": 1, "connectionsDropped": 1, "reconnects": 0})
}

func TestAServerThatRefusesEveryoneEndsTheCrowdWithTheReason(t *testing.T) {
	result, err := walk(t, plan(t, startServer(t, faults{refuseTickets: true}), nil))
	if err == nil || !strings.Contains(err.Error(), "nobody is connected") {
		t.Errorf("error is %v", err)
	}
	if !result.Partial || len(result.Errors) == 0 || !strings.Contains(result.Errors[0].Example, "the token was not taken") {
		t.Errorf("partial %v, errors %+v", result.Partial, result.Errors)
	}
	expectCounts(t, result, map[string]uint64{"connectionsFailed": 6, "connectionsHeld": 0})
}

func TestAnInterruptedCrowdWritesWhatItHas(t *testing.T) {
	c, err := crowd.New(plan(t, startServer(t, faults{}), func(p *crowd.Plan) { p.HoldSeconds = 600 }), crowd.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Connect(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.Hold(ctx) }()
	cancel()
	if err := <-ended; err == nil {
		t.Error("an interrupted hold is no error")
	}
	result, err := c.Close()
	if err != nil || !result.Partial {
		t.Errorf("partial %v, error %v", result.Partial, err)
	}
}
