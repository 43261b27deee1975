package publisher

import (
	"container/heap"
	"sync"
	"time"

	"gomeet/loadgen/histogram"
)

// task sends what is due at an intended moment and says when it is due next. A zero time
// ends it.
type task interface {
	send(intended time.Time) (next time.Time)
}

// Scheduler sends the packets of all publishers on their intended schedule, from one
// goroutine: a timer per stream would wake the processor for every packet. When it is late it
// catches up, and the lateness is counted instead of being hidden in the timestamps.
type Scheduler struct {
	mutex    sync.Mutex
	queue    queue
	lateness histogram.Histogram

	wake   chan struct{}
	stop   chan struct{}
	ended  chan struct{}
	ending sync.Once
}

// NewScheduler starts the sending goroutine; Close ends it.
func NewScheduler() *Scheduler {
	scheduler := &Scheduler{wake: make(chan struct{}, 1), stop: make(chan struct{}), ended: make(chan struct{})}
	go scheduler.run()
	return scheduler
}

// Close ends all sending. It returns when no task runs any more.
func (s *Scheduler) Close() {
	s.ending.Do(func() { close(s.stop) })
	<-s.ended
}

// Lateness is how long after its intended moment each packet group was sent, so far.
func (s *Scheduler) Lateness() *histogram.Histogram {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.lateness.Clone()
}

func (s *Scheduler) add(work task, due time.Time) {
	s.mutex.Lock()
	heap.Push(&s.queue, entry{due, work})
	s.mutex.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Scheduler) run() {
	defer close(s.ended)
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		timer.Reset(s.sendDue())
		select {
		case <-timer.C:
		case <-s.wake:
		case <-s.stop:
			return
		}
	}
}

// sendDue sends everything that is due and returns how long the next one is off.
func (s *Scheduler) sendDue() time.Duration {
	for {
		s.mutex.Lock()
		if len(s.queue) == 0 {
			s.mutex.Unlock()
			return time.Hour
		}
		wait := time.Until(s.queue[0].due)
		if wait > 0 {
			s.mutex.Unlock()
			return wait
		}
		s.lateness.Record(-wait.Microseconds())
		next := heap.Pop(&s.queue).(entry)
		s.mutex.Unlock()

		select {
		case <-s.stop:
			return time.Hour
		default:
		}
		if due := next.work.send(next.due); !due.IsZero() {
			s.mutex.Lock()
			heap.Push(&s.queue, entry{due, next.work})
			s.mutex.Unlock()
		}
	}
}

type entry struct {
	due  time.Time
	work task
}

type queue []entry

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].due.Before(q[j].due) }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(item any)     { *q = append(*q, item.(entry)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	item := (*q)[last]
	*q = (*q)[:last]
	return item
}
