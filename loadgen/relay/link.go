package relay

import (
	"errors"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"
)

// LinkOptions describe the way between one participant and one address of the server.
type LinkOptions struct {
	Server netip.AddrPort
	// Listen is the relay's address towards the participant, From that towards the server; the zero
	// value of From means the same as Listen.
	Listen, From            netip.Addr
	ToServer, ToParticipant Impairment
}

// Link is a pair of sockets. All but its addresses belongs to the relay's goroutine once it is open.
type Link struct {
	// Address is what the participant has to talk to.
	Address netip.AddrPort
	// Seen is what the server sees in the participant's place.
	Seen netip.AddrPort

	relay       *Relay
	number      int
	sockets     [2]int // by the direction that what they receive goes
	participant netip.AddrPort
	schedules   [2]*schedule
}

// Open makes a link. Whoever sends to its address last is the participant.
func (r *Relay) Open(options LinkOptions) (*Link, error) {
	if !options.From.IsValid() {
		options.From = options.Listen
	}
	l := &Link{relay: r, number: int(r.links.Add(1) - 1), sockets: [2]int{-1, -1}}
	l.schedules[ToServer] = newSchedule(options.ToServer, r.options.Seed, uint64(l.number)<<1)
	l.schedules[ToParticipant] = newSchedule(options.ToParticipant, r.options.Seed, uint64(l.number)<<1|1)
	err := l.open(r.options.Socket, options)
	if err == nil {
		var added error
		err = r.call(func() { added = r.add(l) })
		err = errors.Join(err, added)
	}
	if err != nil {
		l.closeSockets()
		return nil, fmt.Errorf("relay to %v: %w", options.Server, err)
	}
	return l, nil
}

// Number is what the link's records bear, counted from 0 in the order of Open.
func (l *Link) Number() int { return l.number }

// Close gives up the link; what still waits in it is not sent.
func (l *Link) Close() {
	_ = l.relay.call(l.closeSockets) // a closed relay has done it already
}

func (l *Link) open(socket func() (int, error), options LinkOptions) (err error) {
	for i := range l.sockets {
		if l.sockets[i], err = socket(); err != nil {
			return err
		}
	}
	if l.Address, err = bind(l.sockets[ToServer], options.Listen); err != nil {
		return err
	}
	if l.Seen, err = bind(l.sockets[ToParticipant], options.From); err != nil {
		return err
	}
	if err = unix.Connect(l.sockets[ToParticipant], socketAddress(options.Server)); err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	return nil
}

func (l *Link) closeSockets() {
	for i, fd := range l.sockets {
		if fd >= 0 {
			_ = unix.Close(fd)
			l.sockets[i] = -1 // the number may soon be someone else's
		}
	}
}

// send passes a datagram on. It leaves by the other socket than it came in by.
func (l *Link) send(toward Direction, data []byte) error {
	if toward == ToServer {
		_, err := unix.Write(l.sockets[ToParticipant], data)
		return err
	}
	if !l.participant.IsValid() {
		return unix.EDESTADDRREQ
	}
	return unix.Sendto(l.sockets[ToServer], data, 0, socketAddress(l.participant))
}
