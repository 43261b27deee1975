package main

import (
	"fmt"
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

// row is one line of the table. Needed is the least ratio of the SDK's figure to ours, by our role.
type row struct {
	title  string
	joins  bool // of the turns that only join
	figure func(fleetResult) float64
	needed map[string]float64
}

var rows = []row{
	{title: "packets/s received", figure: fleetResult.packetsPerSecond},
	{
		title:  "CPU s per million packets",
		figure: func(r fleetResult) float64 { return r.CPUSeconds / float64(r.Packets) * 1e6 },
		needed: map[string]float64{roleEpoll: 5, roleRing: 10},
	},
	{title: "CPU % of one core", figure: func(r fleetResult) float64 { return 100 * r.CPUSeconds / r.Seconds }},
	{title: "server's CPU s per million", figure: func(r fleetResult) float64 { return r.ServerCPUSeconds / float64(r.Packets) * 1e6 }},
	{
		title:  "memory KB per subscriber",
		figure: func(r fleetResult) float64 { return float64(r.MemoryBytes) / 1000 / float64(r.Subscribers) },
		needed: map[string]float64{roleEpoll: 30, roleRing: 30},
	},
	{title: "memory MB before the joins", figure: func(r fleetResult) float64 { return float64(r.StartMemoryBytes) / 1e6 }},
	{title: "goroutines per subscriber", figure: func(r fleetResult) float64 { return float64(r.Goroutines) / float64(r.Subscribers) }},
	{
		title: "CPU ms per join", joins: true,
		figure: func(r fleetResult) float64 { return 1000 * r.JoinCPUSeconds / float64(r.Subscribers) },
		needed: map[string]float64{roleEpoll: 2, roleRing: 2},
	},
	{title: "join ms, median", joins: true, figure: func(r fleetResult) float64 { return r.JoinMedianMs }},
	{title: "join ms, 95th percentile", joins: true, figure: func(r fleetResult) float64 { return r.JoinP95Ms }},
}

// comparisonTable prints the kinds side by side; a ratio is SDK over gomeet, medians.
func comparisonTable(o options, machine string, m measurements) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d subscribers, %d rounds of %d s each, alternating; one microphone and one camera at %dx%d\nmachine: %s\n\n",
		o.subscribers, o.rounds, o.seconds, o.width, o.height, machine)
	fmt.Fprintf(&b, "%-28s", "median (lowest to highest)")
	for _, role := range m.roles {
		fmt.Fprintf(&b, "%-34s", role)
	}
	for _, role := range m.roles[:len(m.roles)-1] {
		fmt.Fprintf(&b, "%-30s", "SDK / "+role)
	}
	b.WriteString("\n")
	for _, row := range rows {
		b.WriteString(strings.TrimRight(row.text(m), " ") + "\n")
	}
	if len(m.storm) > 0 {
		fmt.Fprintf(&b, "\n%d joins at once (%s): %s joins/s; a join took %s ms in the median, %s ms at the 95th percentile\n", o.storm, m.ours(),
			spreadOf(m.storm, func(r fleetResult) float64 { return float64(r.Subscribers) / r.JoinSeconds }),
			spreadOf(m.storm, func(r fleetResult) float64 { return r.JoinMedianMs }),
			spreadOf(m.storm, func(r fleetResult) float64 { return r.JoinP95Ms }))
	}
	b.WriteString(notes)
	return b.String()
}

func (r row) text(m measurements) string {
	turns := m.media
	if r.joins {
		turns = m.joins
	}
	line := fmt.Sprintf("%-28s", r.title)
	for _, role := range m.roles {
		line += fmt.Sprintf("%-34s", spreadOf(turns[role], r.figure))
	}
	sdk := spreadOf(turns[roleSDK], r.figure).median
	for _, role := range m.roles[:len(m.roles)-1] {
		ratio := sdk / spreadOf(turns[role], r.figure).median
		verdict := ""
		if needed := r.needed[role]; ratio >= needed && needed > 0 {
			verdict = fmt.Sprintf(" (needed %.0f: met)", needed)
		} else if needed > 0 {
			verdict = fmt.Sprintf(" (needed %.0f: MISSED)", needed)
		}
		line += fmt.Sprintf("%-30s", fmt.Sprintf("%.2f%s", ratio, verdict))
	}
	return line
}

// notes tell what the figures are, and what to beware of.
const notes = `
How it was measured
- Each kind runs in a process of its own; CPU is that process's user and system time in the window. On loopback the
  kernel's receiving (and its copying into the packet ring) runs in the sender's time: the server's CPU shows it.
- The SDK's subscriber is set up as lk load-test's: no automatic subscription, a PLI for each track, every packet
  through a sample builder with the H.264 depacketizer. Packets are counted as read, since that cannot tell VP8 frames.
- The comparison counts only at equal load: packets/s within 5 %. The server's congestion control is off, or it would
  give a smaller picture to whoever loses packets.
- Memory is resident, garbage included: its growth from before the first join to the end of the window. What stands
  before the joins, the ring's 8 MiB among it, is the same for one subscriber and for thousands.
- CPU and time of a join are taken in rooms without media, from dialling the signalling to the media connection.
- The crowd that joins at once shares the machine with the server, whose work a join mostly is.
`

// equalLoad refuses a comparison in which one kind received notably less than another.
func equalLoad(m measurements) error {
	rates := make([]float64, len(m.roles))
	for i, role := range m.roles {
		rates[i] = spreadOf(m.media[role], fleetResult.packetsPerSecond).median
	}
	lowest, highest := slices.Min(rates), slices.Max(rates)
	if difference := (highest - lowest) / highest; difference > maxLoadDifference {
		return fmt.Errorf("the loads differ by %.1f %%: %.0f packets/s against %.0f; the comparison does not count", 100*difference, lowest, highest)
	}
	return nil
}
