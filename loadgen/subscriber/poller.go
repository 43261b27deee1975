package subscriber

import (
	"encoding/binary"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// Among the sockets' slots these mark the eventfd and the packet ring.
const (
	wakeSlot = -1
	ringSlot = -2
)

// poller waits for readable sockets and for wake.
type poller struct {
	epoll, event int
	events       []unix.EpollEvent
	ready        []int32
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
	p := &poller{epoll: epoll, event: event, events: make([]unix.EpollEvent, 1024)}
	if err := p.add(event, wakeSlot); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *poller) add(fd int, slot int32) error {
	event := unix.EpollEvent{Events: unix.EPOLLIN, Fd: slot}
	if err := unix.EpollCtl(p.epoll, unix.EPOLL_CTL_ADD, fd, &event); err != nil {
		return fmt.Errorf("watch descriptor %d: %w", fd, err)
	}
	return nil
}

// wait returns the slots that are readable, after timeout at the latest; a negative timeout never ends.
func (p *poller) wait(timeout time.Duration) []int32 {
	milliseconds := -1
	if timeout >= 0 {
		milliseconds = int((timeout + time.Millisecond - 1) / time.Millisecond)
	}
	count, err := unix.EpollWait(p.epoll, p.events, milliseconds)
	p.ready = p.ready[:0]
	if err != nil { // EINTR: a signal; the loop simply comes round again
		return p.ready
	}
	for _, event := range p.events[:count] {
		if event.Fd == wakeSlot {
			var counter [8]byte
			_, _ = unix.Read(p.event, counter[:]) // resets the counter; EAGAIN when it was zero
			continue
		}
		p.ready = append(p.ready, event.Fd)
	}
	return p.ready
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
