package journey

import (
	"time"

	"gomeet/loadgen/record"
)

// finish ends the watch and writes what is known.
func (j *Journeys) finish() (*record.Result, error) {
	j.stop()
	for _, user := range j.people {
		user.close()
	}
	result := j.summarize()
	err := record.Write(j.plan.OutputDirectory, result)
	if logged := j.log.Close(); err == nil {
		err = logged
	}
	return result, err
}

func (j *Journeys) summarize() *record.Result {
	counted, _ := j.figures.takeSecond()
	histograms := j.figures.histograms()
	j.mutex.Lock()
	defer j.mutex.Unlock()
	now := time.Now().UnixMilli()
	phases := append([]record.Phase{}, j.phases...)
	for i := range phases {
		if phases[i].EndedAt == 0 {
			phases[i].EndedAt = now
		}
	}
	generator := record.Generator{Engine: "Go HTTP", MaxOpenFiles: record.MaxOpenFiles()}
	if p99, known := histograms["sendLatenessUs"].Quantile(0.99); known {
		generator.SendLatenessP99Ms = float64(p99) / 1000
	}
	if !j.usage.holdEnd.At.IsZero() {
		generator.CPUPercentHold = j.usage.holdEnd.CPUPercentSince(j.usage.holdBegin)
	}
	return &record.Result{
		Schema: record.ResultSchema, Partial: !j.completed, StartedAt: j.startedAt.UnixMilli(), EndedAt: now,
		Phases: phases, Counts: j.counts(counted), Histograms: histograms, Series: j.series,
		Generator: generator, Errors: j.figures.tally.Errors(),
	}
}

func (j *Journeys) counts(c counts) map[string]uint64 {
	return map[string]uint64{
		"journeysRequested": uint64(j.requested()), "journeysStarted": uint64(c.started), "journeysCompleted": uint64(c.completed),
		"journeysFailed": uint64(c.failed), "journeysRefused": uint64(c.refused), "droppedIterations": uint64(c.dropped),
		"apiRequests": uint64(c.requests), "apiAnswered": uint64(c.answered), "newcomers": uint64(j.newborn.Load()),
	}
}

// requested is this process's share of the schedule.
func (j *Journeys) requested() int {
	left := j.schedule.Arrivals() - j.plan.Share.Index
	return max(0, (left+j.plan.Share.Of-1)/j.plan.Share.Of)
}
