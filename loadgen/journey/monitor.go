package journey

import (
	"context"
	"time"

	"gomeet/loadgen/record"
	"gomeet/loadgen/schedule"
)

// Second is what happened in one second.
type Second struct {
	Requests, Failed int
	ResponseP95      time.Duration
	CPUPercent       float64
}

func newSeries() []record.Series {
	series := []record.Series{
		{Name: "requestsPerSecond", Unit: "1/s"}, {Name: "journeysPerSecond", Unit: "1/s"},
		{Name: "apiResponseP95Ms", Unit: "ms"}, {Name: "generatorCpuPercent", Unit: "%"},
	}
	for i := range series {
		series[i].Points = [][2]float64{}
	}
	return series
}

// phase notes that one begins; the function it returns ends it.
func (j *Journeys) phase(name string) func() {
	j.mutex.Lock()
	j.phases = append(j.phases, record.Phase{Name: name, StartedAt: time.Now().UnixMilli()})
	index := len(j.phases) - 1
	j.mutex.Unlock()
	j.log.Write("phase", record.Fields{"name": name})
	return func() {
		j.mutex.Lock()
		defer j.mutex.Unlock()
		j.phases[index].EndedAt = time.Now().UnixMilli()
	}
}

// followPhases notes the schedule's phases when they come, with what the generator used in the hold.
func (j *Journeys) followPhases(ctx context.Context, begin time.Time) {
	for _, span := range j.schedule.Spans() {
		if !schedule.SleepUntil(ctx, begin.Add(span.Start)) {
			return
		}
		end := j.phase(span.Phase)
		j.noteUsage(span.Phase, true)
		schedule.SleepUntil(ctx, begin.Add(span.End))
		j.noteUsage(span.Phase, false)
		end()
	}
}

func (j *Journeys) noteUsage(phase string, begins bool) {
	if phase != "hold" {
		return
	}
	usage := record.MeasureUsage()
	j.mutex.Lock()
	defer j.mutex.Unlock()
	if begins {
		j.usage.holdBegin = usage
	} else {
		j.usage.holdEnd = usage
	}
}

// watch writes progress and series once a second.
func (j *Journeys) watch(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	before, _ := j.figures.takeSecond()
	usage := record.MeasureUsage()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		now, latencies := j.figures.takeSecond()
		used := record.MeasureUsage()
		p95, _ := latencies.Quantile(0.95)
		elapsed := used.At.Sub(usage.At).Seconds()
		second := Second{
			Requests: now.requests - before.requests, Failed: now.failed - before.failed,
			ResponseP95: time.Duration(p95) * time.Microsecond, CPUPercent: used.CPUPercentSince(usage),
		}
		j.tell(used.At, second, elapsed, float64(now.completed-before.completed)/elapsed, now)
		before, usage = now, used
	}
}

func (j *Journeys) tell(at time.Time, second Second, elapsed, journeysPerSecond float64, now counts) {
	requestsPerSecond := float64(second.Requests) / elapsed
	j.mutex.Lock()
	for i, value := range []float64{requestsPerSecond, journeysPerSecond, float64(second.ResponseP95.Microseconds()) / 1000, second.CPUPercent} {
		j.series[i].Points = append(j.series[i].Points, [2]float64{float64(at.UnixMilli()), value})
	}
	line := record.Fields{"requestsPerSecond": requestsPerSecond, "cpuPercent": second.CPUPercent, "lost": now.failed + now.dropped, "responseP95Ms": float64(second.ResponseP95.Microseconds()) / 1000}
	if last := len(j.phases) - 1; last >= 0 {
		line["phase"], line["unit"] = j.phases[last].Name, "s"
		line["done"], line["of"] = (at.UnixMilli()-j.phases[last].StartedAt)/1000, j.phaseSeconds(j.phases[last].Name)
	}
	j.mutex.Unlock()
	j.log.Write("progress", line)
	if j.observer.Second != nil {
		j.observer.Second(second)
	}
}

// phaseSeconds is how long the phase should take.
func (j *Journeys) phaseSeconds(phase string) int {
	for _, span := range j.schedule.Spans() {
		if span.Phase == phase {
			return int((span.End - span.Start).Seconds())
		}
	}
	return int(float64(j.plan.Users.Count) / j.plan.Users.SignInRatePerSecond)
}
