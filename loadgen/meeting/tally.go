package meeting

import (
	"sync"
	"time"

	"gomeet/loadgen/histogram"
	"gomeet/loadgen/record"
)

// tally gathers what participants report from their goroutines. It is an api.Recorder that counts WebSockets apart:
// opening one is an upgrade of a connection, whose time would blur that of the API's requests.
type tally struct {
	*record.Tally // requests, refusals and kinds of failure

	mutex                  sync.Mutex // guards what follows
	sockets, failedSockets int

	timeToJoin, timeToFirstFrame   histogram.Histogram
	joined, signedIn, left, failed int

	churn                          ChurnCounts
	timeToRejoin, outage, lateJoin histogram.Histogram
}

// newTally tells the first error of each kind to onError.
func newTally(onError func(record.ErrorGroup)) *tally {
	return &tally{Tally: record.NewTally(onError)}
}

// socketPlace is what the API's client calls the entrance by WebSocket.
const socketPlace = "websocket"

// Answered counts a WebSocket that was opened apart from the requests that were answered.
func (t *tally) Answered(where string, latency time.Duration) {
	if where == socketPlace {
		t.add(&t.sockets)
		return
	}
	t.Tally.Answered(where, latency)
}

// Failed counts a WebSocket that failed for good apart from the requests that did.
func (t *tally) Failed(where string, err error) {
	if where == socketPlace {
		t.add(&t.failedSockets)
		t.Failure("api "+where, err)
		return
	}
	t.Tally.Failed(where, err)
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
