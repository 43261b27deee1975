package subscriber

import (
	"fmt"
	"net/netip"
	"slices"

	"golang.org/x/sys/unix"
)

// receiveBufferBytes holds what may come while the engine rests: the kernel charges about 2,300 bytes
// a packet, so 2 MiB are 900 packets, several key frames in one burst.
const receiveBufferBytes = 2 << 20

// openSocket binds a non-blocking UDP socket that reports when the kernel received each datagram
// and how many it has dropped for want of buffer. With a capture, RTP does not come by it.
func openSocket(source netip.Addr, capture *capture) (fd int, local netip.AddrPort, err error) {
	if !source.Is4() {
		return -1, local, fmt.Errorf("source address %v is not an IPv4 address", source)
	}
	fd, err = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, local, fmt.Errorf("open a UDP socket: %w", err)
	}
	if local, err = configureSocket(fd, source, capture); err != nil {
		_ = unix.Close(fd)
		return -1, local, err
	}
	return fd, local, nil
}

func configureSocket(fd int, source netip.Addr, capture *capture) (netip.AddrPort, error) {
	// The forced variant needs CAP_NET_ADMIN; without it the kernel caps the size at rmem_max.
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, receiveBufferBytes) != nil {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, receiveBufferBytes); err != nil {
			return netip.AddrPort{}, fmt.Errorf("set the receive buffer: %w", err)
		}
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1); err != nil {
		return netip.AddrPort{}, fmt.Errorf("ask for receive times: %w", err)
	}
	if err := bindSocket(fd, source, capture); err != nil {
		return netip.AddrPort{}, fmt.Errorf("bind a UDP socket to %v: %w", source, err)
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("read the socket's port: %w", err)
	}
	bound, ok := name.(*unix.SockaddrInet4)
	if !ok {
		return netip.AddrPort{}, fmt.Errorf("socket is bound to an unexpected kind of address %T", name)
	}
	return netip.AddrPortFrom(source, uint16(bound.Port)), nil
}

// bindSocket binds to any port, or to one that the capture takes RTP from. Then the socket's own filter
// refuses RTP, which the kernel counts as dropped: the drop counter is of no use there, nor needed,
// since the few packets that are left never fill the buffer.
func bindSocket(fd int, source netip.Addr, capture *capture) error {
	if capture == nil {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RXQ_OVFL, 1); err != nil {
			return err
		}
		return unix.Bind(fd, &unix.SockaddrInet4{Addr: source.As4()})
	}
	if err := attach(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, socketProgram(nil)); err != nil {
		return err
	}
	return capture.bind(fd, source)
}

// passRetransmissions lets a captured subscriber's socket have the retransmissions of an offer. Only
// the first offer with media brings news: LiveKit numbers payload types the same in all.
func (s *Subscriber) passRetransmissions(payloadTypes []uint8) {
	if !s.captured || s.removed || slices.Equal(payloadTypes, s.rtxTypes) {
		return
	}
	s.rtxTypes = payloadTypes
	if err := attach(s.fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, socketProgram(payloadTypes)); err != nil {
		s.fail(err)
	}
}

func socketAddress(address netip.AddrPort) *unix.SockaddrInet4 {
	return &unix.SockaddrInet4{Addr: address.Addr().Unmap().As4(), Port: int(address.Port())}
}
