package calibration

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

// scenario is what the relay does to all that comes from the server, or to what the publisher sends.
type scenario struct {
	downDelay, upDelay time.Duration
	loss               float64
}

func (s scenario) String() string {
	switch {
	case s.loss > 0:
		return fmt.Sprintf("%g %% loss", 100*s.loss)
	case s.upDelay > 0:
		return fmt.Sprintf("%v up + %v down", s.upDelay, s.downDelay)
	default:
		return s.downDelay.String()
	}
}

// scenarios: the one with a delay on the publisher's way shows that the server passes the capture
// time on as it is; were it rewritten there, that part would be missing.
var scenarios = []scenario{
	{}, {downDelay: 20 * time.Millisecond}, {downDelay: 50 * time.Millisecond}, {downDelay: 100 * time.Millisecond},
	{downDelay: 150 * time.Millisecond}, {downDelay: 50 * time.Millisecond, upDelay: 50 * time.Millisecond},
	{loss: 0.005}, {loss: 0.01}, {loss: 0.05},
}

const secondsVariable = "GOMEET_CALIBRATION_SECONDS"

// measuredFor is how long each scenario is measured: 1 s unless GOMEET_CALIBRATION_SECONDS says more.
func measuredFor(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv(secondsVariable)
	if text == "" {
		return time.Second
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || seconds <= 0 {
		t.Fatalf("%s is %q: accepted is a number of seconds above 0", secondsVariable, text)
	}
	return time.Duration(seconds * float64(time.Second))
}

// TestSubscribersMeasureWhatTheRelayDid makes the network and runs itself again inside it.
func TestSubscribersMeasureWhatTheRelayDid(t *testing.T) {
	if network := os.Getenv(namespaceVariable); network != "" {
		calibrate(t, network)
		return
	}
	if os.Getenv("GOMEET_LIVEKIT_SERVER") == "" {
		t.Skip("GOMEET_LIVEKIT_SERVER is not set: it names the livekit-server program that `gomeet setup` builds")
	}
	network := layNetwork(t)
	inside := exec.Command("ip", "netns", "exec", namespace(network, "people"), os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	inside.Env = append(os.Environ(), namespaceVariable+"="+network)
	output, err := inside.CombinedOutput()
	t.Logf("%s", output)
	if err != nil {
		t.Fatalf("inside the network: %v", err)
	}
}

// calibrate prints the table and judges it.
func calibrate(t *testing.T, network string) {
	room := openRoom(t, network)
	fmt.Printf("%-6s %-20s %8s | %10s %10s | %10s %10s\n", "path", "injected delay", "packets", "measured", "relay's", "error p50", "error p99")
	var losses []string
	for _, s := range scenarios {
		for _, observed := range room.run(t, s, measuredFor(t)) {
			path := observed.path
			latency := CompareLatency(observed.people, observed.log.Records)
			loss := CompareLoss(observed.people, observed.log.Records)
			if s.loss == 0 {
				fmt.Printf("%-6s %-20s %8d | %10s %10s | %10s %10s\n", path, s, len(latency.Errors),
					shown(Quantile(latency.Measured, 0.5)), shown(Quantile(latency.Truth, 0.5)),
					shown(Quantile(latency.Errors, 0.5)), shown(Quantile(latency.Errors, 0.99)))
			} else {
				losses = append(losses, fmt.Sprintf("%-6s %-20s %8d | %9.3f%% %9.3f%% | %10s %10d", path, s, loss.Expected,
					loss.MeasuredPercent(), loss.TruthPercent(), byReports(loss), loss.AfterRepair))
			}
			judge(t, fmt.Sprintf("%s, %s", path, s), s, latency, loss, observed)
		}
	}
	fmt.Printf("\n%-6s %-20s %8s | %10s %10s | %10s %10s\n", "path", "injected loss", "packets", "measured", "relay's", "by reports", "unrepaired")
	for _, line := range losses {
		fmt.Println(line)
	}
}

// byReports is the loss by the server's own reports, which come every few seconds.
func byReports(loss Loss) string {
	if loss.ServerSent == 0 {
		return "no reports"
	}
	return fmt.Sprintf("%.3f%%", 100*float64(loss.LostOnTheWay)/float64(loss.ServerSent))
}

func shown(d time.Duration) string {
	return fmt.Sprintf("%.3f ms", float64(d)/float64(time.Millisecond))
}

// judge holds the figures against the limits: 2 ms or 2 % at the median, 5 ms at the 99th percentile,
// 0.1 percentage points of loss, beside what the server itself passed on late.
func judge(t *testing.T, what string, s scenario, latency Latency, loss Loss, observed observed) {
	t.Helper()
	if observed.log.Unlogged != 0 || len(latency.Errors) < 200 {
		t.Errorf("%s: %d packets compared, %d beyond the log's bound", what, len(latency.Errors), observed.log.Unlogged)
	}
	median := Quantile(latency.Truth, 0.5)
	if off := Quantile(latency.Errors, 0.5); off > max(2*time.Millisecond, median/50) {
		t.Errorf("%s: the median error is %v", what, off)
	}
	if off := Quantile(latency.Errors, 0.99); off > 5*time.Millisecond {
		t.Errorf("%s: the 99th percentile of the error is %v", what, off)
	}
	if least := Quantile(latency.Measured, 0); least < s.downDelay+s.upDelay {
		t.Errorf("%s: a packet took %v, less than was injected", what, least)
	}
	if off := loss.MeasuredPercent() - loss.TruthPercent(); off > loss.LatePercent()+0.1 || off < -0.1 {
		t.Errorf("%s: %.3f %% of loss measured, %.3f %% by the log, and %.3f %% came late to the relay",
			what, loss.MeasuredPercent(), loss.TruthPercent(), loss.LatePercent())
	}
}
