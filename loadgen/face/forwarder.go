package face

import (
	"fmt"
	"net"
	"net/netip"
	"sync/atomic"

	"gomeet/loadgen/route"
)

// datagramBytes is more than WebRTC sends in one datagram.
const datagramBytes = 2048

// far is the side of a forwarder that leads to the server, datagram by datagram.
type far interface {
	Read(buffer []byte) (int, error)
	Write(datagram []byte) (int, error)
	Close() error
	seen() netip.AddrPort // this side, as the server sees it
}

// forwarder copies datagrams between a participant and the far side, with two goroutines: such faces
// are for a share of the participants.
type forwarder struct {
	near        *net.UDPConn
	far         far
	carried     *atomic.Uint64 // datagrams from the server
	participant atomic.Pointer[netip.AddrPort]
}

// forward opens both sides. The near one listens on the participant's own address.
func forward(source netip.Addr, carried *atomic.Uint64, open func() (far, error)) (way route.Way, end func(), err error) {
	near, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.AddrPortFrom(source, 0)))
	if err != nil {
		return way, nil, fmt.Errorf("open a forwarder: %w", err)
	}
	far, err := open()
	if err != nil {
		_ = near.Close()
		return way, nil, err
	}
	f := &forwarder{near: near, far: far, carried: carried}
	go f.toServer()
	go f.toParticipant()
	return route.Way{Through: near.LocalAddr().(*net.UDPAddr).AddrPort(), Seen: far.seen()}, f.close, nil
}

// close ends both goroutines by closing what they read.
func (f *forwarder) close() {
	_ = f.near.Close()
	_ = f.far.Close()
}

func (f *forwarder) toServer() {
	buffer := make([]byte, datagramBytes)
	for {
		size, from, err := f.near.ReadFromUDPAddrPort(buffer)
		if err != nil {
			_ = f.far.Close()
			return
		}
		if known := f.participant.Load(); known == nil || *known != from {
			f.participant.Store(&from)
		}
		_, _ = f.far.Write(buffer[:size]) // lost on the way; a far side that is gone ends its own read
	}
}

func (f *forwarder) toParticipant() {
	buffer := make([]byte, datagramBytes)
	for {
		size, err := f.far.Read(buffer)
		if err != nil {
			_ = f.near.Close()
			return
		}
		if participant := f.participant.Load(); participant != nil {
			f.carried.Add(1)
			_, _ = f.near.WriteToUDPAddrPort(buffer[:size], *participant)
		}
	}
}
