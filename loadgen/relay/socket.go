package relay

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"
)

// bufferBytes hold a burst while the relay's thread waits for a processor: about 900 packets.
const bufferBytes = 2 << 20

// NewSocket opens a UDP socket in the calling thread's network namespace.
func NewSocket() (fd int, err error) {
	return unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
}

// bind prepares a socket for kernel timestamps and gives it a free port.
func bind(fd int, address netip.Addr) (netip.AddrPort, error) {
	// The forced variant needs CAP_NET_ADMIN; without it the kernel caps the size at rmem_max.
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, bufferBytes) != nil {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, bufferBytes); err != nil {
			return netip.AddrPort{}, fmt.Errorf("set the receive buffer: %w", err)
		}
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1); err != nil {
		return netip.AddrPort{}, fmt.Errorf("ask for receive times: %w", err)
	}
	if err := unix.Bind(fd, socketAddress(netip.AddrPortFrom(address, 0))); err != nil {
		return netip.AddrPort{}, fmt.Errorf("bind a relay socket to %v: %w", address, err)
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("read a relay socket's port: %w", err)
	}
	return addressOf(name), nil
}

func socketAddress(address netip.AddrPort) *unix.SockaddrInet4 {
	return &unix.SockaddrInet4{Addr: address.Addr().Unmap().As4(), Port: int(address.Port())}
}

func addressOf(name unix.Sockaddr) netip.AddrPort {
	if address, ok := name.(*unix.SockaddrInet4); ok {
		return netip.AddrPortFrom(netip.AddrFrom4(address.Addr), uint16(address.Port))
	}
	return netip.AddrPort{}
}

// receiveTime finds the kernel's timestamp among the control messages.
func receiveTime(control []byte) int64 {
	for len(control) > 0 {
		header, value, rest, err := unix.ParseOneSocketControlMessage(control)
		if err != nil {
			break
		}
		if header.Level == unix.SOL_SOCKET && header.Type == unix.SO_TIMESTAMPNS && len(value) >= 16 {
			return int64(binary.NativeEndian.Uint64(value))*1e9 + int64(binary.NativeEndian.Uint64(value[8:]))
		}
		control = rest
	}
	return time.Now().UnixNano()
}
