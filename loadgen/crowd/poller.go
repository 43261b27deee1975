package crowd

import (
	"encoding/binary"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// wakeSlot marks the eventfd among the connections' numbers.
const wakeSlot = -1

// poller waits for descriptors and for wake.
type poller struct {
	epoll, event int
	events       []unix.EpollEvent
}

func newPoller() (*poller, error) {
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("create epoll instance: %w", err)
	}
	event, err := unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC)
	if err != nil {
		_ = unix.Close(epoll)
		return nil, fmt.Errorf("create eventfd: %w", err)
	}
	// 64 sockets take about a millisecond: as long as a line that is due waits for its turn.
	p := &poller{epoll: epoll, event: event, events: make([]unix.EpollEvent, 64)}
	if err := p.watch(unix.EPOLL_CTL_ADD, event, wakeSlot, unix.EPOLLIN); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *poller) watch(operation, fd int, number int32, events uint32) error {
	event := unix.EpollEvent{Events: events, Fd: number}
	if err := unix.EpollCtl(p.epoll, operation, fd, &event); err != nil {
		return fmt.Errorf("watch descriptor %d: %w", fd, err)
	}
	return nil
}

// wait returns what is ready, after the timeout at the latest. Up to a millisecond it does not wait
// at all and so is on time: what is due then is worth more than the CPU of that millisecond.
func (p *poller) wait(timeout time.Duration) []unix.EpollEvent {
	count, err := unix.EpollWait(p.epoll, p.events, int(max(timeout, 0)/time.Millisecond))
	if err != nil { // EINTR: a signal; the loop simply comes round again
		return nil
	}
	ready := p.events[:count]
	for i := range ready {
		if ready[i].Fd == wakeSlot {
			var counter [8]byte
			_, _ = unix.Read(p.event, counter[:]) // resets the counter; EAGAIN when it was zero
		}
	}
	return ready
}

func (p *poller) wake() {
	var one [8]byte
	binary.NativeEndian.PutUint64(one[:], 1)
	_, _ = unix.Write(p.event, one[:]) // fails only when it is full, and then it is awake
}

func (p *poller) close() {
	_ = unix.Close(p.event)
	_ = unix.Close(p.epoll)
}
