package meeting

import (
	"sync"
	"time"

	"gomeet/loadgen/histogram"
	"gomeet/loadgen/record"
)

// Second is what happened in one second of the journey.
type Second struct {
	Phase            string
	Done, Of         int
	Joined           int
	Packets          uint64 // received in this second
	PacketsPerSecond float64
	ReceiveMbps      float64
	Lost             int64 // since the beginning
	CPUPercent       float64
	VideoLatencyP95  time.Duration // 0 when there was no frame
}

// monitor looks at the room once a second and writes progress and series.
type monitor struct {
	meeting *Meeting
	ending  chan struct{}
	ended   chan struct{}
	once    sync.Once

	mutex  sync.Mutex
	phase  string
	since  time.Time
	of     int
	done   *int // guarded by the tally; nil where the phase counts seconds
	quiet  bool // participants are leaving: sums over those present would run backwards
	series []record.Series
}

func startMonitor(m *Meeting) *monitor {
	monitor := &monitor{meeting: m, ending: make(chan struct{}), ended: make(chan struct{}), series: []record.Series{
		{Name: "packetsPerSecond", Unit: "1/s"}, {Name: "receiveMbps", Unit: "Mbit/s"}, {Name: "joined", Unit: "1"},
		{Name: "generatorCpuPercent", Unit: "%"}, {Name: "videoLatencyP95Ms", Unit: "ms"}, {Name: "packetsLost", Unit: "1"},
	}}
	go monitor.run()
	return monitor
}

func (m *monitor) enter(phase string, of int, done *int) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.phase, m.since, m.of, m.done = phase, time.Now(), of, done
}

func (m *monitor) pauseTotals() {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.quiet = true
}

func (m *monitor) stop() {
	m.once.Do(func() { close(m.ending) })
	<-m.ended
	m.tellRefusals()
}

func (m *monitor) tellRefusals() {
	for kind, count := range m.meeting.tally.TakeRefusals() {
		m.meeting.log.Write("refused", record.Fields{"status": kind.Status, "where": kind.Where, "count": count})
	}
}

func (m *monitor) points() []record.Series {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.series
}

func (m *monitor) run() {
	defer close(m.ended)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	previous := m.look()
	for {
		select {
		case <-ticker.C:
		case <-m.ending:
			return
		}
		now := m.look()
		m.report(previous, now)
		previous = now
	}
}

type look struct {
	usage  record.Usage
	totals roomTotals
	video  *histogram.Histogram
}

func (m *monitor) look() look {
	snapshot := m.meeting.engine.Snapshot()
	return look{usage: record.MeasureUsage(), totals: totals(snapshot), video: snapshot.VideoLatency}
}

func (m *monitor) report(previous, now look) {
	tally := m.meeting.tally
	m.mutex.Lock()
	second := Second{Phase: m.phase, Of: m.of, Joined: tally.read(&tally.joined), CPUPercent: now.usage.CPUPercentSince(previous.usage)}
	unit := "s"
	if m.done != nil {
		unit = "1"
		second.Done = tally.read(m.done)
	} else {
		second.Done = min(int(time.Since(m.since).Seconds()), m.of)
	}
	elapsed := now.usage.At.Sub(previous.usage.At).Seconds()
	if !m.quiet && elapsed > 0 {
		second.Packets = now.totals.packets - min(now.totals.packets, previous.totals.packets)
		second.PacketsPerSecond = float64(second.Packets) / elapsed
		second.ReceiveMbps = float64(now.totals.wireBytes-min(now.totals.wireBytes, previous.totals.wireBytes)) * 8 / 1e6 / elapsed
		second.Lost = now.totals.lost
	}
	p95, ok := now.video.Since(previous.video).Quantile(0.95)
	second.VideoLatencyP95 = time.Duration(p95) * time.Microsecond
	values := []float64{second.PacketsPerSecond, second.ReceiveMbps, float64(second.Joined), second.CPUPercent, float64(p95) / 1000, float64(second.Lost)}
	for i, value := range values {
		switch m.series[i].Name {
		case "videoLatencyP95Ms":
			if !ok {
				continue
			}
		case "packetsPerSecond", "receiveMbps", "packetsLost":
			if m.quiet {
				continue
			}
		}
		m.series[i].Points = append(m.series[i].Points, [2]float64{float64(now.usage.At.UnixMilli()), value})
	}
	m.mutex.Unlock()
	m.meeting.log.Write("progress", record.Fields{
		"phase": second.Phase, "done": second.Done, "of": second.Of, "unit": unit, "joined": second.Joined,
		"packetsPerSecond": second.PacketsPerSecond, "receiveMbps": second.ReceiveMbps,
		"lost": second.Lost, "cpuPercent": second.CPUPercent, "videoLatencyP95Ms": float64(p95) / 1000,
	})
	m.tellRefusals()
	if m.meeting.observer.Second != nil {
		m.meeting.observer.Second(second)
	}
}
