package main

import (
	"strings"
	"testing"
)

func ratesOf(rates ...float64) (results []fleetResult) {
	for _, rate := range rates {
		results = append(results, fleetResult{
			Subscribers: 10, Seconds: 2, CPUSeconds: 1, MemoryBytes: 1_000_000, Goroutines: 10, Packets: uint64(2 * rate),
			JoinSeconds: 5, JoinCPUSeconds: 0.02,
		})
	}
	return results
}

func measuredRates(epoll, ring, sdk float64) measurements {
	media := map[string][]fleetResult{roleEpoll: ratesOf(epoll), roleRing: ratesOf(ring), roleSDK: ratesOf(sdk)}
	return measurements{roles: []string{roleEpoll, roleRing, roleSDK}, media: media, joins: media, storm: ratesOf(1)}
}

func TestSpread(t *testing.T) {
	if got := spreadOf(ratesOf(3, 1, 2), fleetResult.packetsPerSecond); got != (spread{median: 2, low: 1, high: 3}) {
		t.Errorf("spread of three is %+v", got)
	}
	if got := spreadOf(ratesOf(4, 1, 2, 3), fleetResult.packetsPerSecond); got != (spread{median: 2.5, low: 1, high: 4}) {
		t.Errorf("spread of four is %+v", got)
	}
}

func TestUnequalLoadIsRefused(t *testing.T) {
	if err := equalLoad(measuredRates(1000, 951, 1000)); err != nil {
		t.Errorf("4.9 %% apart: %v", err)
	}
	if err := equalLoad(measuredRates(1000, 1000, 949)); err == nil {
		t.Error("5.1 % apart were accepted")
	}
}

func TestTheTableShowsRatiosAndWhatIsNeeded(t *testing.T) {
	// 1 CPU-second for 2 s at 1,000 packets/s is 500 s per million packets; a quarter of the rate is 4 times that.
	table := comparisonTable(options{subscribers: 10, rounds: 1, seconds: 2, storm: 10}, "a machine", measuredRates(1000, 100, 250))
	for _, want := range []string{
		"a machine", "1000.00 (1000.00 to 1000.00)", "500.00 (500.00 to 500.00)", "2000.00 (2000.00 to 2000.00)",
		"4.00 (needed 5: MISSED)", "0.40 (needed 10: MISSED)", "1.00 (needed 2: MISSED)", "10 joins at once (gomeet-ring): 2.00 (2.00 to 2.00) joins/s",
	} {
		if !strings.Contains(table, want) {
			t.Errorf("table lacks %q:\n%s", want, table)
		}
	}
	if table := comparisonTable(options{}, "", measuredRates(1000, 1000, 5000)); strings.Contains(table, "needed 5: met") {
		t.Errorf("a cheaper SDK met the need:\n%s", table)
	}
	if table := comparisonTable(options{}, "", measuredRates(5000, 1000, 1000)); !strings.Contains(table, "5.00 (needed 5: met)") {
		t.Errorf("five times cheaper is not enough:\n%s", table)
	}
}

func TestOptionsOutOfRangeAreRefused(t *testing.T) {
	for _, args := range [][]string{{"-subscribers", "0"}, {"-subscribers", "-5"}, {"-rounds", "1000000000"}, {"-seconds", "abc"}, {"-storm", "-1"}, {"-nonsense"}} {
		if _, err := parseOptions(append([]string{"-server", "x"}, args...)); err == nil {
			t.Errorf("%v was accepted", args)
		}
	}
}
