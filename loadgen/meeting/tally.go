package meeting

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"gomeet/loadgen/histogram"
)

// maxKinds bounds how many kinds of error are told apart: a thousand participants that fail
// in a thousand words still make a short report.
const maxKinds = 50

// ErrorGroup is one kind of failure, how often it happened and one example of it.
type ErrorGroup struct {
	What    string `json:"what"`
	Count   int    `json:"count"`
	Example string `json:"example"`
}

type refusal struct {
	where  string
	status int
}

// tally gathers what participants report from their goroutines.
type tally struct {
	mutex       sync.Mutex
	errors      map[string]*ErrorGroup
	refusals    map[refusal]int
	untold      map[refusal]int // refusals since takeRefusals
	apiRequests int
	apiErrors   int
	sockets     int

	timeToJoin, timeToFirstFrame   histogram.Histogram
	apiRequest, apiLogin, apiJoin  histogram.Histogram
	joined, signedIn, left, failed int

	churn                          ChurnCounts
	timeToRejoin, outage, lateJoin histogram.Histogram

	onError func(ErrorGroup)
}

func newTally() *tally {
	return &tally{errors: map[string]*ErrorGroup{}, refusals: map[refusal]int{}, untold: map[refusal]int{}}
}

// Answered, Failed and Refused make a tally an api.Recorder.
func (t *tally) Answered(where string, latency time.Duration) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if where == "websocket" {
		t.sockets++
		return
	}
	t.apiRequests++
	t.apiRequest.Record(latency.Microseconds())
	switch where {
	case "login":
		t.apiLogin.Record(latency.Microseconds())
	case "join":
		t.apiJoin.Record(latency.Microseconds())
	}
}

// Failed counts a request or a WebSocket that failed for good.
func (t *tally) Failed(where string, err error) {
	t.mutex.Lock()
	if where != "websocket" {
		t.apiRequests++
	}
	t.apiErrors++
	t.mutex.Unlock()
	t.failure("api "+where, err)
}

// Refused counts an answer that asks to come back later.
func (t *tally) Refused(where string, status int) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.apiRequests++
	t.refusals[refusal{where, status}]++
	t.untold[refusal{where, status}]++
}

// takeRefusals returns those since the last call: a flood of them makes a line a second.
func (t *tally) takeRefusals() map[refusal]int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	taken := t.untold
	t.untold = map[refusal]int{}
	return taken
}

// failure adds one failure to its kind; the first of a kind is told at once.
func (t *tally) failure(what string, err error) {
	t.mutex.Lock()
	group, known := t.errors[what]
	if !known {
		if len(t.errors) >= maxKinds {
			what = "other"
			group = t.errors[what]
		}
		if group == nil {
			group = &ErrorGroup{What: what, Example: err.Error()}
			t.errors[what] = group
		}
	}
	group.Count++
	told := *group
	t.mutex.Unlock()
	if !known && t.onError != nil {
		t.onError(told)
	}
}

func (t *tally) add(counter *int) {
	t.mutex.Lock()
	*counter++
	t.mutex.Unlock()
}

func (t *tally) read(counter *int) int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return *counter
}

func (t *tally) refusalCount() int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	sum := 0
	for _, count := range t.refusals {
		sum += count
	}
	return sum
}

func (t *tally) errorGroups() []ErrorGroup {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	groups := make([]ErrorGroup, 0, len(t.errors))
	for _, group := range slices.SortedFunc(maps.Values(t.errors), func(a, b *ErrorGroup) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.What, b.What))
	}) {
		groups = append(groups, *group)
	}
	return groups
}
