package subscriber

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"
)

// receiveBufferBytes holds what may come while the engine rests: the kernel charges about 2,300 bytes
// a packet, so 2 MiB are 900 packets, several key frames in one burst.
const receiveBufferBytes = 2 << 20

// openSocket binds a non-blocking UDP socket that reports when the kernel received each datagram
// and how many it has dropped for want of buffer.
func openSocket(source netip.Addr) (fd int, local netip.AddrPort, err error) {
	if !source.Is4() {
		return -1, local, fmt.Errorf("source address %v is not an IPv4 address", source)
	}
	fd, err = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, local, fmt.Errorf("open a UDP socket: %w", err)
	}
	if local, err = configureSocket(fd, source); err != nil {
		_ = unix.Close(fd)
		return -1, local, err
	}
	return fd, local, nil
}

func configureSocket(fd int, source netip.Addr) (netip.AddrPort, error) {
	// The forced variant needs CAP_NET_ADMIN; without it the kernel caps the size at rmem_max.
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, receiveBufferBytes) != nil {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, receiveBufferBytes); err != nil {
			return netip.AddrPort{}, fmt.Errorf("set the receive buffer: %w", err)
		}
	}
	for _, option := range []int{unix.SO_TIMESTAMPNS, unix.SO_RXQ_OVFL} {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, option, 1); err != nil {
			return netip.AddrPort{}, fmt.Errorf("set socket option %d: %w", option, err)
		}
	}
	if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: source.As4()}); err != nil {
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

func socketAddress(address netip.AddrPort) *unix.SockaddrInet4 {
	return &unix.SockaddrInet4{Addr: address.Addr().Unmap().As4(), Port: int(address.Port())}
}
