package record

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"gomeet/loadgen/histogram"
)

// maxKinds bounds how many kinds of error are told apart: a thousand sockets that fail in a
// thousand words still make a short report.
const maxKinds = 50

// ErrorGroup is one kind of failure, how often it happened and one example of it.
type ErrorGroup struct {
	What    string `json:"what"`
	Count   int    `json:"count"`
	Example string `json:"example"`
}

// Refusal is an answer that asks to come back later.
type Refusal struct {
	Where  string
	Status int
}

// Requests are the API requests so far, and the latency of those that were answered by their place.
type Requests struct {
	Sent, Failed, Refused int
	All                   *histogram.Histogram
	ByPlace               map[string]*histogram.Histogram
}

// Tally gathers what many goroutines report; it is an api.Recorder. Its zero value is not ready: NewTally.
type Tally struct {
	mutex    sync.Mutex
	errors   map[string]*ErrorGroup
	untold   map[Refusal]int // refusals since TakeRefusals
	requests Requests
	onError  func(ErrorGroup)
}

// NewTally tells the first error of each kind to onError.
func NewTally(onError func(ErrorGroup)) *Tally {
	return &Tally{
		errors: map[string]*ErrorGroup{}, untold: map[Refusal]int{}, onError: onError,
		requests: Requests{All: &histogram.Histogram{}, ByPlace: map[string]*histogram.Histogram{}},
	}
}

// Answered is one request that got an answer, from its intended moment.
func (t *Tally) Answered(where string, latency time.Duration) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.requests.Sent++
	t.requests.All.Record(latency.Microseconds())
	byPlace := t.requests.ByPlace[where]
	if byPlace == nil {
		byPlace = &histogram.Histogram{}
		t.requests.ByPlace[where] = byPlace
	}
	byPlace.Record(latency.Microseconds())
}

// Failed is one request without an answer, or with one that refuses for good.
func (t *Tally) Failed(where string, err error) {
	t.mutex.Lock()
	t.requests.Sent++
	t.requests.Failed++
	t.mutex.Unlock()
	t.Failure("api "+where, err)
}

// Refused is one answer that asks to come back later.
func (t *Tally) Refused(where string, status int) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.requests.Sent++
	t.requests.Refused++
	t.untold[Refusal{where, status}]++
}

// TakeRefusals returns those since the last call: a flood of them makes a line a second.
func (t *Tally) TakeRefusals() map[Refusal]int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	taken := t.untold
	t.untold = map[Refusal]int{}
	return taken
}

// Failure adds one failure to its kind.
func (t *Tally) Failure(what string, err error) {
	t.mutex.Lock()
	group, known := t.errors[what]
	if !known && len(t.errors) >= maxKinds {
		what = "other"
		group, known = t.errors[what]
	}
	if !known {
		group = &ErrorGroup{What: what, Example: err.Error()}
		t.errors[what] = group
	}
	group.Count++
	told := *group
	t.mutex.Unlock()
	if !known {
		t.onError(told)
	}
}

// Errors are all kinds, the most frequent first.
func (t *Tally) Errors() []ErrorGroup {
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

// Requests is a copy that later requests do not change.
func (t *Tally) Requests() Requests {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	read := t.requests
	read.All = read.All.Clone()
	read.ByPlace = map[string]*histogram.Histogram{}
	for where, values := range t.requests.ByPlace {
		read.ByPlace[where] = values.Clone()
	}
	return read
}
