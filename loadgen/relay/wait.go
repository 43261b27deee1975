package relay

import (
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"
)

// Beside the sockets the relay watches its timer and the eventfd that wakes it for a command.
const (
	timerEvent   = -1
	commandEvent = -2
)

// readable is a socket with something in it.
type readable struct {
	link   int
	toward Direction
}

func (r *Relay) watchClockAndCommands() (err error) {
	if r.epoll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return err
	}
	if r.timer, err = unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC); err != nil {
		return err
	}
	if r.event, err = unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC); err != nil {
		return err
	}
	if err = r.watch(r.timer, timerEvent, 0); err != nil {
		return err
	}
	return r.watch(r.event, commandEvent, 0)
}

func (r *Relay) watch(fd int, link int32, toward Direction) error {
	event := unix.EpollEvent{Events: unix.EPOLLIN, Fd: link, Pad: int32(toward)}
	return unix.EpollCtl(r.epoll, unix.EPOLL_CTL_ADD, fd, &event)
}

func (r *Relay) add(l *Link) error {
	for len(r.opened) <= l.number {
		r.opened = append(r.opened, &Link{sockets: [2]int{-1, -1}})
	}
	for i, fd := range l.sockets {
		if err := r.watch(fd, int32(l.number), Direction(i)); err != nil {
			return err
		}
	}
	r.opened[l.number] = l
	return nil
}

// wait sleeps until a socket is readable, a command has come or the next datagram is due. A timerfd
// is exact to microseconds where epoll's own timeout counts milliseconds.
func (r *Relay) wait() []readable {
	if len(r.pending) > 0 {
		untilNs := max(r.pending[0].dueNs-time.Now().UnixNano(), 1) // 0 would switch the timer off
		setting := unix.ItimerSpec{Value: unix.NsecToTimespec(untilNs)}
		_ = unix.TimerfdSettime(r.timer, 0, &setting, nil) // fails for a bad descriptor only
	}
	var events [64]unix.EpollEvent
	count, err := unix.EpollWait(r.epoll, events[:], -1)
	if err != nil { // EINTR: the loop comes round again
		return nil
	}
	var ready []readable
	var counter [8]byte
	for _, event := range events[:count] {
		switch event.Fd {
		case timerEvent:
			_, _ = unix.Read(r.timer, counter[:])
		case commandEvent:
			_, _ = unix.Read(r.event, counter[:])
		default:
			ready = append(ready, readable{int(event.Fd), Direction(event.Pad)})
		}
	}
	return ready
}

func (r *Relay) wake() {
	var one [8]byte
	binary.NativeEndian.PutUint64(one[:], 1)
	_, _ = unix.Write(r.event, one[:]) // fails only when it is full, and then it is awake
}

func (r *Relay) closeDescriptors() {
	for _, fd := range []int{r.epoll, r.timer, r.event} {
		if fd >= 0 {
			_ = unix.Close(fd)
		}
	}
}
