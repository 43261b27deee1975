package publisher

import (
	"container/heap"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"

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

// maxSleep bounds one sleep, so that a new stream or Close is noticed without a wake-up call.
const maxSleep = 10 * time.Millisecond

// run sleeps in the kernel on a thread of its own: a timer of the Go runtime fires only when some
// other thread gets the processor to notice it, and a media server that fills all cores makes that
// milliseconds late.
func (s *Scheduler) run() {
	defer close(s.ended)
	runtime.LockOSThread() // never unlocked: the thread ends with the goroutine, its priority with it
	preferThisThread()
	for {
		wait, some := s.sendDue()
		if some {
			pause := unix.NsecToTimespec(int64(min(wait, maxSleep)))
			_ = unix.Nanosleep(&pause, nil) // a signal ends it early, and the loop looks again
			select {
			case <-s.stop:
				return
			default:
			}
			continue
		}
		select {
		case <-s.wake:
		case <-s.stop:
			return
		}
	}
}

// preferThisThread asks for a higher priority. Only a privileged user may; without it the
// lateness is what it is, and it is measured.
func preferThisThread() {
	const priority, thisThread = -10, 0
	_ = unix.Setpriority(unix.PRIO_PROCESS, thisThread, priority)
}

// sendDue sends everything that is due. It returns how long the next one is off, if there is one.
func (s *Scheduler) sendDue() (wait time.Duration, some bool) {
	for {
		s.mutex.Lock()
		if len(s.queue) == 0 {
			s.mutex.Unlock()
			return 0, false
		}
		wait := time.Until(s.queue[0].due)
		if wait > 0 {
			s.mutex.Unlock()
			return wait, true
		}
		s.lateness.Record(-wait.Microseconds())
		next := heap.Pop(&s.queue).(entry)
		s.mutex.Unlock()

		select {
		case <-s.stop:
			return 0, false
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
