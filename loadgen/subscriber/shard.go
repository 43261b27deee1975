package subscriber

import (
	"sync"
	"time"

	"github.com/pion/rtp"

	"gomeet/loadgen/histogram"
)

const (
	// slotInterval paces feedback: NACK and PLI each slot, as libwebrtc's 20 ms NACK timer; receiver
	// reports once a second, each subscriber in its own of the 50 slots.
	slotInterval   = 20 * time.Millisecond
	slotsPerSecond = int(time.Second / slotInterval)
	// handshakeInterval replaces the coalescing interval while somebody connects, so that the round
	// trips of ICE and DTLS are not stretched.
	handshakeInterval = 2 * time.Millisecond
)

// shard owns the sockets and statistics of its subscribers. One goroutine reads, counts and sends
// feedback; everything below the commands belongs to it, so packets take no lock.
type shard struct {
	engine *Engine
	poller *poller
	ring   *ring // nil without one
	done   chan struct{}

	queueing  sync.Mutex
	queue     []func()
	closed    bool
	commanded chan struct{} // holds one token while a command waits
	resting   *time.Timer

	slots      []*Subscriber // by the number that epoll reports
	freeSlots  []int32
	occupied   [slotsPerSecond]int    // subscribers that report in each slot of the second
	captured   map[uint64]*Subscriber // whose RTP comes by the ring, by captureKey
	connecting map[*Subscriber]struct{}
	feedback   []*Subscriber // with a hole to repair or a key frame to ask for
	batch      *batch
	stopping   bool
	last       Snapshot

	nextSlot   time.Time
	slotNumber int

	videoLatency, audioLatency, frameLatency, jitter histogram.Histogram

	overflows uint64
	wakeups   uint64
	scratch   scratch
}

// scratch is working memory that packets share.
type scratch struct {
	plain   []byte
	header  rtp.Header
	rtcp    []byte
	sealed  []byte
	numbers []uint16
	blocks  []reportBlock
	ssrcs   []uint32
}

func newShard(e *Engine, ring *ring) (*shard, error) {
	poller, err := newPoller()
	if err != nil {
		return nil, err
	}
	if ring != nil {
		if err := poller.add(ring.fd, ringSlot); err != nil {
			poller.close()
			return nil, err
		}
	}
	return &shard{
		engine:     e,
		poller:     poller,
		ring:       ring,
		done:       make(chan struct{}),
		commanded:  make(chan struct{}, 1),
		resting:    time.NewTimer(0),
		captured:   make(map[uint64]*Subscriber),
		connecting: make(map[*Subscriber]struct{}),
		batch:      newBatch(),
		nextSlot:   time.Now().Add(slotInterval),
	}, nil
}

// post hands a command to the shard's goroutine.
func (h *shard) post(command func()) error {
	h.queueing.Lock()
	defer h.queueing.Unlock()
	if h.closed {
		return ErrEngineClosed
	}
	h.queue = append(h.queue, command)
	if len(h.queue) == 1 {
		h.commanded <- struct{}{} // never blocks: whoever takes the queue takes the token
		h.poller.wake()
	}
	return nil
}

// call posts a command and waits until it ran.
func (h *shard) call(command func()) error {
	ran := make(chan struct{})
	if err := h.post(func() { command(); close(ran) }); err != nil {
		return err
	}
	<-ran
	return nil
}

func (h *shard) run() {
	defer close(h.done)
	for !h.stopping {
		ready := h.poller.wait(h.untilDue())
		woke := time.Now()
		h.wakeups++
		h.runCommands()
		received := h.receive(ready)
		h.tick(time.Now())
		if received > 0 {
			h.rest(h.pace() - time.Since(woke))
		}
	}
	h.shutDown()
}

// rest lets packets gather; a command ends it. The loop parks on a timer here, not in the kernel as it
// does without load: a system call that blocked 50 times a second made the ring half as dear again
// (2.8 against 1.8 us a packet), since the runtime hands the blocked thread's work to another each time.
func (h *shard) rest(duration time.Duration) {
	h.resting.Reset(duration)
	select {
	case <-h.resting.C:
	case <-h.commanded:
		h.commanded <- struct{}{} // it stays for runCommands
	}
}

// receive reads what is ready. A subscriber may have been removed since.
func (h *shard) receive(ready []int32) (received int) {
	for _, slot := range ready {
		if slot == ringSlot {
			received += h.ring.drain(h.receiveCaptured)
		} else if s := h.slots[slot]; s != nil {
			received += h.batch.drain(s)
		}
	}
	return received
}

// pace is the least time between two rounds that receive. Under load packets gather meanwhile, and
// one system call brings several; after a pause longer than that a packet is served at once, and
// with nothing to do the loop blocks in epoll: no tick runs.
func (h *shard) pace() time.Duration {
	if len(h.connecting) > 0 {
		return min(handshakeInterval, h.engine.options.CoalesceInterval)
	}
	return h.engine.options.CoalesceInterval
}

func (h *shard) runCommands() {
	h.queueing.Lock()
	commands := h.queue
	if h.queue = nil; len(commands) > 0 {
		<-h.commanded
	}
	h.queueing.Unlock()
	for _, command := range commands {
		command()
	}
}

func (h *shard) shutDown() {
	h.last = h.snapshot()
	for _, s := range h.slots {
		if s != nil {
			s.fail(ErrEngineClosed)
			h.remove(s)
		}
	}
	h.queueing.Lock()
	h.closed = true
	h.queueing.Unlock()
	h.runCommands() // nobody may wait for a command that came in at the last moment
	h.poller.close()
}
