package crowd

import (
	"sync"
	"time"

	"gomeet/loadgen/record"
)

// Second is what happened in one second.
type Second struct {
	Phase             string
	Connected         int
	MessagesPerSecond float64
	CPUPercent        float64
	MemoryBytes       int64
}

// monitor looks at the crowd once a second and writes progress and series.
type monitor struct {
	crowd  *Crowd
	ending chan struct{}
	ended  chan struct{}

	mutex  sync.Mutex
	phase  string
	since  time.Time
	series []record.Series
}

func startMonitor(c *Crowd) *monitor {
	m := &monitor{crowd: c, ending: make(chan struct{}), ended: make(chan struct{}), series: []record.Series{
		{Name: "connections", Unit: "1", Points: [][2]float64{}}, {Name: "messagesPerSecond", Unit: "1/s", Points: [][2]float64{}},
		{Name: "generatorCpuPercent", Unit: "%", Points: [][2]float64{}}, {Name: "generatorMemoryBytes", Unit: "B", Points: [][2]float64{}},
	}}
	go m.run()
	return m
}

func (m *monitor) enter(phase string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.phase, m.since = phase, time.Now()
}

func (m *monitor) stop() {
	close(m.ending)
	<-m.ended
	m.tellRefusals()
}

func (m *monitor) points() []record.Series {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.series
}

func (m *monitor) tellRefusals() {
	for kind, count := range m.crowd.tally.TakeRefusals() {
		m.crowd.log.Write("refused", record.Fields{"status": kind.Status, "where": kind.Where, "count": count})
	}
}

type look struct {
	usage           record.Usage
	joined, entered int
	frames, failed  uint64
}

func (m *monitor) look() look {
	now := look{usage: record.MeasureUsage()}
	loop := m.crowd.loop
	loop.call(func() {
		now.joined, now.entered = loop.figures.joined, loop.figures.entered
		now.frames, now.failed = loop.figures.frames, uint64(loop.figures.failed)
	})
	return now
}

func (m *monitor) run() {
	defer close(m.ended)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for previous := m.look(); ; {
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

func (m *monitor) report(previous, now look) {
	elapsed := now.usage.At.Sub(previous.usage.At).Seconds()
	m.mutex.Lock()
	second := Second{
		Phase: m.phase, Connected: now.joined, MessagesPerSecond: float64(now.frames-previous.frames) / elapsed,
		CPUPercent: now.usage.CPUPercentSince(previous.usage), MemoryBytes: now.usage.MemoryBytes,
	}
	values := []float64{float64(second.Connected), second.MessagesPerSecond, second.CPUPercent, float64(second.MemoryBytes)}
	for i, value := range values {
		m.series[i].Points = append(m.series[i].Points, [2]float64{float64(now.usage.At.UnixMilli()), value})
	}
	line := record.Fields{
		"phase": m.phase, "connected": now.joined, "messagesPerSecond": second.MessagesPerSecond,
		"cpuPercent": second.CPUPercent, "failed": now.failed,
	}
	if m.phase == "connect" {
		line["done"], line["of"] = now.entered, m.crowd.plan.Connections
	} else {
		line["done"], line["of"], line["unit"] = int(time.Since(m.since).Seconds()), m.phaseSeconds(), "s"
	}
	m.mutex.Unlock()
	m.crowd.log.Write("progress", line)
	m.tellRefusals()
	if m.crowd.observer.Second != nil {
		m.crowd.observer.Second(second)
	}
}

// phaseSeconds is how long the phase should take, 0 where nobody knows.
func (m *monitor) phaseSeconds() int {
	if m.phase == "hold" {
		return int(m.crowd.plan.HoldSeconds)
	}
	return 0
}
