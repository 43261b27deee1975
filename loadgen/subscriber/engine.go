package subscriber

import (
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/pion/dtls/v3/pkg/crypto/selfsign"
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

// Engine owns the sockets and statistics of many subscribers. One goroutine reads, counts and sends
// feedback; everything below the commands belongs to it, so packets take no lock.
type Engine struct {
	options     EngineOptions
	certificate tls.Certificate
	fingerprint string
	poller      *poller
	done        chan struct{}

	queueing sync.Mutex
	queue    []func()
	closed   bool

	slots      []*Subscriber // by the number that epoll reports
	freeSlots  []int32
	nextIndex  int
	connecting map[*Subscriber]struct{}
	feedback   []*Subscriber // with a hole to repair or a key frame to ask for
	batch      *batch
	stopping   bool
	last       Snapshot

	nextSlot   time.Time
	slotNumber int

	videoLatency, audioLatency, jitter histogram.Histogram

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

// NewEngine makes an engine and starts its goroutine.
func NewEngine(options EngineOptions) (*Engine, error) {
	certificate, err := selfsign.GenerateSelfSigned()
	if err != nil {
		return nil, fmt.Errorf("make a DTLS certificate: %w", err)
	}
	poller, err := newPoller()
	if err != nil {
		return nil, err
	}
	e := &Engine{
		options:     options.withDefaults(),
		certificate: certificate,
		fingerprint: "sha-256 " + fingerprintOf(certificate.Certificate[0]),
		poller:      poller,
		done:        make(chan struct{}),
		connecting:  make(map[*Subscriber]struct{}),
		batch:       newBatch(),
		nextSlot:    time.Now().Add(slotInterval),
	}
	go e.run()
	return e, nil
}

// fingerprintOf is the upper-case, colon-separated SHA-256 of a DER certificate (RFC 8122, section 5).
func fingerprintOf(der []byte) string {
	sum := sha256.Sum256(der)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":")
}

// Close ends all subscribers with ErrEngineClosed and waits until the sockets are closed.
func (e *Engine) Close() {
	_ = e.post(func() { e.stopping = true }) // an error means that it is closed already
	<-e.done
}

// post hands a command to the engine's goroutine.
func (e *Engine) post(command func()) error {
	e.queueing.Lock()
	defer e.queueing.Unlock()
	if e.closed {
		return ErrEngineClosed
	}
	e.queue = append(e.queue, command)
	if len(e.queue) == 1 {
		e.poller.wake()
	}
	return nil
}

// call posts a command and waits until it ran.
func (e *Engine) call(command func()) error {
	ran := make(chan struct{})
	if err := e.post(func() { command(); close(ran) }); err != nil {
		return err
	}
	<-ran
	return nil
}

func (e *Engine) run() {
	defer close(e.done)
	for !e.stopping {
		ready := e.poller.wait(e.untilSlot())
		e.wakeups++
		e.runCommands()
		received := 0
		for _, slot := range ready {
			if s := e.slots[slot]; s != nil {
				received += e.batch.drain(s)
			}
		}
		e.tick(time.Now())
		if received > 0 {
			e.rest()
		}
	}
	e.shutDown()
}

// rest lets packets gather, so that one system call brings several. With nothing received the loop
// blocks in epoll instead, and an idle engine costs nothing but its slots.
func (e *Engine) rest() {
	if len(e.connecting) > 0 {
		time.Sleep(min(handshakeInterval, e.options.CoalesceInterval))
		return
	}
	time.Sleep(e.options.CoalesceInterval)
}

func (e *Engine) runCommands() {
	e.queueing.Lock()
	commands := e.queue
	e.queue = nil
	e.queueing.Unlock()
	for _, command := range commands {
		command()
	}
}

// untilSlot is how long the loop may block; negative is for ever.
func (e *Engine) untilSlot() time.Duration {
	if len(e.slots) == len(e.freeSlots) {
		return -1
	}
	return max(time.Until(e.nextSlot), 0)
}

func (e *Engine) tick(now time.Time) {
	if now.Before(e.nextSlot) {
		return
	}
	e.repairMedia(now.UnixNano())
	for s := range e.connecting {
		s.checkCandidates(now.UnixNano())
	}
	// After a long pause (an idle engine) the missed slots are not made up for one by one.
	if now.Sub(e.nextSlot) > time.Second {
		e.nextSlot = now
	}
	for !now.Before(e.nextSlot) {
		for i := e.slotNumber; i < len(e.slots); i += slotsPerSecond {
			if s := e.slots[i]; s != nil {
				s.report(now.UnixNano())
			}
		}
		e.slotNumber = (e.slotNumber + 1) % slotsPerSecond
		e.nextSlot = e.nextSlot.Add(slotInterval)
	}
}

func (e *Engine) shutDown() {
	e.last = e.snapshot()
	for _, s := range e.slots {
		if s != nil {
			s.fail(ErrEngineClosed)
			e.remove(s)
		}
	}
	e.queueing.Lock()
	e.closed = true
	e.queueing.Unlock()
	e.runCommands() // nobody may wait for a command that came in at the last moment
	e.poller.close()
}
