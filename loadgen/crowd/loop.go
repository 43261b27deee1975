package crowd

import (
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"gomeet/loadgen/record"
)

// readBytes is the one buffer that all sockets are read into.
const readBytes = 64 << 10

// arriveWithin is how long a connection may take from connecting to being in its room.
const arriveWithin = 30 * time.Second

// loop is the one thread that owns all sockets. Other goroutines reach what it owns by do and call.
type loop struct {
	plan     *Plan
	endpoint *endpoint
	poller   *poller
	tally    *record.Tally
	epoch    time.Time // moments in messages count from here, by the clock that does not jump
	comeBack func(again arrival, at time.Time)

	connections []connection
	fragments   map[int][]byte        // of a message in several frames
	returning   map[int]time.Duration // told to come back that long after its end
	rooms       []room
	chat        chat
	last        decoded
	figures     figures

	buffer, out []byte
	mutex       sync.Mutex
	inbox       []func() // guarded by mutex, as is isDeaf
	isDeaf      bool     // the loop takes no more work
	isOver      bool
	ended       chan struct{}
}

func newLoop(plan *Plan, tally *record.Tally, comeBack func(arrival, time.Time)) (*loop, error) {
	endpoint, err := newEndpoint(plan.APIURL)
	if err != nil {
		return nil, err
	}
	poller, err := newPoller()
	if err != nil {
		return nil, err
	}
	l := &loop{
		plan: plan, endpoint: endpoint, poller: poller, tally: tally, epoch: time.Now(), comeBack: comeBack,
		connections: make([]connection, plan.Connections), rooms: make([]room, plan.rooms()),
		fragments: map[int][]byte{}, returning: map[int]time.Duration{},
		buffer: make([]byte, readBytes), ended: make(chan struct{}),
	}
	for i := range l.connections {
		l.connections[i].fd = -1
	}
	go l.run()
	return l, nil
}

// do has the loop run something soon; after the loop's end it does nothing and says so. It wakes under the
// lock, for the descriptor that wakes an ended loop may be another file's by then.
func (l *loop) do(work func()) (willRun bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.isDeaf {
		return false
	}
	l.inbox = append(l.inbox, work)
	l.poller.wake()
	return true
}

// call has the loop run something and waits for it; after the loop's end it runs it itself.
func (l *loop) call(work func()) {
	done := make(chan struct{})
	if l.do(func() { work(); close(done) }) {
		<-done
		return
	}
	<-l.ended
	l.mutex.Lock() // several may call
	defer l.mutex.Unlock()
	work()
}

func (l *loop) stop() {
	l.do(func() { l.isOver = true })
	<-l.ended
}

// preferThisThread asks for a higher priority, so that lines are said when they are due and read when
// they arrive, also while the machine is busy. Only a privileged user may; lateness is told either way.
func preferThisThread() {
	const priority, thisThread = -10, 0
	_ = unix.Setpriority(unix.PRIO_PROCESS, thisThread, priority)
}

func (l *loop) run() {
	defer close(l.ended)
	runtime.LockOSThread() // never unlocked: the thread ends with the goroutine, its priority with it
	preferThisThread()
	next := time.Now()
	for !l.isOver {
		now := time.Now()
		l.sayDue(now)
		if !now.Before(next) {
			l.dropLate(now)
			next = now.Add(time.Second)
		}
		for _, event := range l.poller.wait(time.Until(l.chat.before(next))) {
			if event.Fd != wakeSlot {
				l.serve(int(event.Fd))
			}
		}
		l.runInbox()
	}
	l.mutex.Lock()
	l.isDeaf = true
	l.mutex.Unlock()
	l.runInbox() // nobody may wait for what came in at the last moment
	for number := range l.connections {
		l.close(number)
	}
	l.poller.close()
}

func (l *loop) runInbox() {
	l.mutex.Lock()
	inbox := l.inbox
	l.inbox = nil
	l.mutex.Unlock()
	for _, work := range inbox {
		work()
	}
}

// open begins to connect.
func (l *loop) open(a *arrival) {
	c := &l.connections[a.number]
	fd, err := l.endpoint.dial(l.plan.sourceAddress(a.number))
	if err == nil {
		if err = l.poller.watch(unix.EPOLL_CTL_ADD, fd, int32(a.number), unix.EPOLLOUT); err != nil {
			_ = unix.Close(fd)
		}
	}
	if err != nil {
		a.outcome <- err
		return
	}
	c.fd, c.state, c.arrival, c.sequence = int32(fd), dialing, a, 0
}

// serve handles a descriptor that is ready.
func (l *loop) serve(number int) {
	c := &l.connections[number]
	if c.fd < 0 {
		return // ended by an earlier event of this round
	}
	if c.state != dialing {
		l.read(number)
		return
	}
	err := connectError(int(c.fd))
	if err == nil {
		err = write(int(c.fd), l.endpoint.upgrade)
	}
	if err == nil {
		err = l.poller.watch(unix.EPOLL_CTL_MOD, int(c.fd), int32(number), unix.EPOLLIN)
	}
	if err != nil {
		l.end(number, err)
		return
	}
	c.state = upgrading
}

func (l *loop) read(number int) {
	c := &l.connections[number]
	count, err := unix.Read(int(c.fd), l.buffer)
	if err == unix.EAGAIN || err == unix.EINTR {
		return
	}
	if err != nil || count <= 0 {
		if err == nil {
			err = errGone
		}
		l.end(number, err)
		return
	}
	data := l.buffer[:count]
	if len(c.torn) > 0 {
		c.torn = append(c.torn, data...)
		data = c.torn
	}
	rest, err := l.consume(number, data)
	switch {
	case err != nil:
		l.end(number, err)
	case len(rest) == 0:
		c.torn = nil
	case len(rest) != len(c.torn):
		c.torn = append([]byte(nil), rest...)
	}
}
