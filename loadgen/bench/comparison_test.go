package main

import (
	"strings"
	"testing"
)

func ratesOf(rates ...float64) (results []fleetResult) {
	for _, rate := range rates {
		results = append(results, fleetResult{
			Subscribers: 10, Seconds: 2, CPUSeconds: 1, MemoryBytes: 1_000_000, Goroutines: 10,
			PacketsPerSecond: rate, CPUSecondsPerMillion: 1e6 / rate,
		})
	}
	return results
}

func TestSpread(t *testing.T) {
	rate := func(r fleetResult) float64 { return r.PacketsPerSecond }
	if got := spreadOf(ratesOf(3, 1, 2), rate); got != (spread{median: 2, low: 1, high: 3}) {
		t.Errorf("spread of three is %+v", got)
	}
	if got := spreadOf(ratesOf(4, 1, 2, 3), rate); got != (spread{median: 2.5, low: 1, high: 4}) {
		t.Errorf("spread of four is %+v", got)
	}
}

func TestUnequalLoadIsRefused(t *testing.T) {
	if err := equalLoad(ratesOf(1000), ratesOf(951)); err != nil {
		t.Errorf("4.9 %% apart: %v", err)
	}
	if err := equalLoad(ratesOf(1000), ratesOf(949)); err == nil {
		t.Error("5.1 % apart were accepted")
	}
}

func TestTheTableShowsRatios(t *testing.T) {
	table := comparisonTable(options{subscribers: 10, rounds: 1, seconds: 2}, "a machine", ratesOf(1000), ratesOf(250))
	for _, want := range []string{"a machine", "1000.00 (1000.00 to 1000.00)", "4000.00 (4000.00 to 4000.00)", "4.00", "100.00"} {
		if !strings.Contains(table, want) {
			t.Errorf("table lacks %q:\n%s", want, table)
		}
	}
}

func TestOptionsOutOfRangeAreRefused(t *testing.T) {
	for _, args := range [][]string{{"-subscribers", "0"}, {"-subscribers", "-5"}, {"-rounds", "1000000000"}, {"-seconds", "abc"}, {"-nonsense"}} {
		if _, err := parseOptions(append([]string{"-server", "x"}, args...)); err == nil {
			t.Errorf("%v was accepted", args)
		}
	}
}
