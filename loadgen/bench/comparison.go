package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// maxLoadDifference is how far apart the fleets' packet rates may lie for the comparison to count: at
// 5 % a cost per packet shifts by less than the spread between rounds on a machine with other work.
const maxLoadDifference = 0.05

// spread is a figure over the rounds: its median with its extremes.
type spread struct{ median, low, high float64 }

func spreadOf(results []fleetResult, figure func(fleetResult) float64) spread {
	values := make([]float64, len(results))
	for i, result := range results {
		values[i] = figure(result)
	}
	slices.Sort(values)
	middle := len(values) / 2
	median := values[middle]
	if len(values)%2 == 0 {
		median = (values[middle-1] + values[middle]) / 2
	}
	return spread{median: median, low: values[0], high: values[len(values)-1]}
}

func (s spread) String() string { return fmt.Sprintf("%.2f (%.2f to %.2f)", s.median, s.low, s.high) }

// comparisonTable prints both kinds side by side; a ratio is SDK over gomeet, medians.
func comparisonTable(o options, machine string, ours, sdk []fleetResult) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d subscribers, %d rounds of %d s each, alternating; one microphone and one camera at %dx%d\nmachine: %s\n\n",
		o.subscribers, o.rounds, o.seconds, o.width, o.height, machine)
	fmt.Fprintf(&b, "%-36s %-28s %-28s %s\n", "median (lowest to highest)", "gomeet", "LiveKit Go SDK", "ratio")
	for _, row := range []struct {
		title  string
		figure func(fleetResult) float64
	}{
		{"packets/s received", func(r fleetResult) float64 { return r.PacketsPerSecond }},
		{"CPU seconds per million packets", func(r fleetResult) float64 { return r.CPUSecondsPerMillion }},
		{"CPU % of one core", func(r fleetResult) float64 { return 100 * r.CPUSeconds / r.Seconds }},
		{"resident KB per subscriber", func(r fleetResult) float64 { return float64(r.MemoryBytes) / 1000 / float64(r.Subscribers) }},
		{"goroutines per subscriber", func(r fleetResult) float64 { return float64(r.Goroutines) / float64(r.Subscribers) }},
	} {
		a, c := spreadOf(ours, row.figure), spreadOf(sdk, row.figure)
		fmt.Fprintf(&b, "%-36s %-28s %-28s %.2f\n", row.title, a, c, c.median/a.median)
	}
	return b.String()
}

// equalLoad refuses a comparison in which one kind received notably less than the other.
func equalLoad(ours, sdk []fleetResult) error {
	rate := func(r fleetResult) float64 { return r.PacketsPerSecond }
	a, b := spreadOf(ours, rate).median, spreadOf(sdk, rate).median
	if difference := math.Abs(a-b) / max(a, b); difference > maxLoadDifference {
		return fmt.Errorf("the loads differ by %.1f %%: %.0f packets/s against %.0f; the comparison does not count", 100*difference, a, b)
	}
	return nil
}
