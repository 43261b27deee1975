package journey

import (
	"sync"
	"time"

	"gomeet/loadgen/histogram"
	"gomeet/loadgen/record"
)

// figures gather what all journeys measure. Counts are of the whole load; histograms are of what
// was due in the hold phase, except for the second's, which is emptied every second.
type figures struct {
	mutex sync.Mutex
	counts
	response, service, lateness, journey histogram.Histogram
	byStep                               map[string]*histogram.Histogram
	second                               histogram.Histogram

	tally *record.Tally // kinds of failure
}

type counts struct {
	started, completed, failed, refused, dropped int // journeys
	requests, answered                           int
}

func newFigures(onError func(record.ErrorGroup)) *figures {
	return &figures{byStep: map[string]*histogram.Histogram{}, tally: record.NewTally(onError)}
}

// timing is one request: when it was due, when it was sent, when its last byte was there.
type timing struct{ due, sent, answered time.Time }

func (f *figures) start(due, begun time.Time, held bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.started++
	if held {
		f.lateness.Record(max(begun.Sub(due), 0).Microseconds())
	}
}

func (f *figures) drop() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.dropped++
}

// request adds one request; err is nil when the answer was the expected one.
func (f *figures) request(step string, t timing, held bool, err error) {
	f.mutex.Lock()
	f.requests++
	if err == nil {
		f.answered++
		response := t.answered.Sub(t.due).Microseconds()
		f.second.Record(response)
		if held {
			f.response.Record(response)
			f.service.Record(t.answered.Sub(t.sent).Microseconds())
			if f.byStep[step] == nil {
				f.byStep[step] = &histogram.Histogram{}
			}
			f.byStep[step].Record(response)
		}
	}
	f.mutex.Unlock()
	if err != nil && !isRefusal(err) {
		f.tally.Failure(kindOf(step, err), err)
	}
}

// end adds one journey that came to its end, or did not.
func (f *figures) end(due time.Time, held bool, err error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	switch {
	case err == nil:
		f.completed++
		if held {
			f.journey.Record(time.Since(due).Microseconds())
		}
	case isRefusal(err):
		f.refused++
	default:
		f.failed++
	}
}

// takeSecond returns the counts so far and the latencies since the last call.
func (f *figures) takeSecond() (counts, histogram.Histogram) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	second := f.second
	f.second = histogram.Histogram{}
	return f.counts, second
}

// histograms are copies; the step's name follows a dot, as in apiRequestUs.login.
func (f *figures) histograms() map[string]*histogram.Histogram {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	named := map[string]*histogram.Histogram{
		"apiRequestUs": f.response.Clone(), "apiServiceUs": f.service.Clone(),
		"journeyUs": f.journey.Clone(), "sendLatenessUs": f.lateness.Clone(),
	}
	for step, values := range f.byStep {
		named["apiRequestUs."+step] = values.Clone()
	}
	return named
}
