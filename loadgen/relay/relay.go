// Package relay stands between participants and the server and delays, drops and reorders their
// datagrams on a seeded schedule, with a record of what it did to each RTP packet. Many kernels lack
// netem, and netem keeps no record. It runs on Linux only.
package relay

import (
	"container/heap"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// ErrClosed is a call on a relay after its Close.
var ErrClosed = errors.New("relay is closed")

// Options describe a relay; the zero value keeps no log.
type Options struct {
	Seed uint64
	// LogPackets is how many RTP packets the log holds, 72 bytes each.
	LogPackets int
	// Inspect makes a mark of an RTP packet for its record; nil makes none. It must not keep the packet.
	Inspect func(packet []byte) uint64
	// Socket opens the relay's sockets; nil means NewSocket. With it they may lie in another network
	// namespace.
	Socket func() (fd int, err error)
}

// Relay serves all its links from one goroutine, on a thread of its own.
type Relay struct {
	options Options
	links   atomic.Int64

	epoll, timer, event int
	done                chan struct{}

	queueing sync.Mutex
	commands []func()
	closed   bool

	// What follows belongs to the relay's goroutine.
	stopping bool
	opened   []*Link
	pending  queue
	arrivals uint64
	log      Log
	buffer   [2048]byte
	control  [128]byte
	free     [][]byte
}

// New starts a relay; Close ends it. Errors are a lack of descriptors.
func New(options Options) (*Relay, error) {
	if options.Socket == nil {
		options.Socket = NewSocket
	}
	r := &Relay{options: options, epoll: -1, timer: -1, event: -1, done: make(chan struct{})}
	r.log.Records = make([]Record, 0, options.LogPackets)
	if err := r.watchClockAndCommands(); err != nil {
		r.closeDescriptors()
		return nil, fmt.Errorf("start a relay: %w", err)
	}
	go r.run()
	return r, nil
}

// Log copies what was noted so far.
func (r *Relay) Log() Log {
	var log Log
	read := func() { log = Log{Records: slices.Clone(r.log.Records), Unlogged: r.log.Unlogged} }
	if r.call(read) != nil {
		<-r.done
		read()
	}
	return log
}

// Close ends the relay and all its links. What still waits is not sent.
func (r *Relay) Close() {
	_ = r.call(func() { r.stopping = true }) // an error means that it is closed already
	<-r.done
}

// call runs a command on the relay's goroutine and waits for its end.
func (r *Relay) call(command func()) error {
	ran := make(chan struct{})
	r.queueing.Lock()
	if r.closed {
		r.queueing.Unlock()
		return ErrClosed
	}
	r.commands = append(r.commands, func() { command(); close(ran) })
	r.wake()
	r.queueing.Unlock()
	<-ran
	return nil
}

func (r *Relay) run() {
	runtime.LockOSThread() // never unlocked: the thread ends with the goroutine, its priority with it
	const priority, thisThread = -10, 0
	_ = unix.Setpriority(unix.PRIO_PROCESS, thisThread, priority) // only a privileged user may; lateness is logged
	for !r.stopping {
		ready := r.wait()
		r.runCommands()
		for _, event := range ready {
			r.receive(r.opened[event.link], event.toward)
		}
		r.sendDue()
	}
	r.queueing.Lock()
	r.closed = true
	r.queueing.Unlock()
	r.runCommands() // nobody may wait for a command that came in at the last moment
	for _, l := range r.opened {
		l.closeSockets()
	}
	r.closeDescriptors()
	close(r.done)
}

func (r *Relay) runCommands() {
	r.queueing.Lock()
	commands := r.commands
	r.commands = nil
	r.queueing.Unlock()
	for _, command := range commands {
		command()
	}
}

// receive takes all that waits in one socket and gives each datagram its fate.
func (r *Relay) receive(l *Link, toward Direction) {
	for {
		size, controlSize, _, from, err := unix.Recvmsg(l.sockets[toward], r.buffer[:], r.control[:], 0)
		if err != nil { // EAGAIN, or an ICMP error that the call has thereby cleared
			return
		}
		if toward == ToServer {
			l.participant = addressOf(from)
		}
		data := r.buffer[:size]
		record := Record{Link: l.number, Direction: toward, ReceivedNs: receiveTime(r.control[:controlSize])}
		record.Fate, record.DueNs = l.schedules[toward].next(record.ReceivedNs, size)
		if r.options.Inspect != nil && isRTP(data) {
			record.Mark = r.options.Inspect(data)
		}
		place := r.log.add(record, data)
		if record.Fate == FateSent {
			r.hold(waiting{dueNs: record.DueNs, link: l, toward: toward, record: place}, data)
		}
	}
}

// hold keeps a copy of a datagram until it is due.
func (r *Relay) hold(item waiting, data []byte) {
	var copied []byte
	if last := len(r.free) - 1; last >= 0 {
		copied, r.free = r.free[last], r.free[:last]
	}
	item.data, item.number = append(copied[:0], data...), r.arrivals
	r.arrivals++
	heap.Push(&r.pending, item)
}

func (r *Relay) sendDue() {
	for len(r.pending) > 0 {
		nowNs := time.Now().UnixNano()
		if r.pending[0].dueNs > nowNs {
			return
		}
		item := heap.Pop(&r.pending).(waiting)
		fate, sentNs := FateSent, nowNs
		if item.link.send(item.toward, item.data) != nil {
			fate, sentNs = FateRefused, 0
		}
		if item.record >= 0 {
			r.log.Records[item.record].Fate, r.log.Records[item.record].SentNs = fate, sentNs
		}
		r.free = append(r.free, item.data)
	}
}
