package face

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/netip"
)

// framedConn carries datagrams over TCP, each behind its length in two bytes (RFC 4571, as ICE-TCP
// uses it: RFC 6544, section 3).
type framedConn struct {
	net.Conn
	reading *bufio.Reader
	frame   []byte // of Write, which has one caller
}

// dialTCP connects to a passive ICE-TCP candidate.
func dialTCP(source netip.Addr, server netip.AddrPort) (far, error) {
	dialer := net.Dialer{Timeout: connectTimeout, LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(source, 0))}
	conn, err := dialer.Dial("tcp4", server.String())
	if err != nil {
		return nil, fmt.Errorf("the server's TCP candidate %v: %w", server, err)
	}
	return &framedConn{Conn: conn, reading: bufio.NewReaderSize(conn, 16<<10)}, nil
}

func (c *framedConn) Read(buffer []byte) (int, error) {
	var length [2]byte
	if _, err := io.ReadFull(c.reading, length[:]); err != nil {
		return 0, err
	}
	size := int(binary.BigEndian.Uint16(length[:]))
	if size > len(buffer) {
		return 0, fmt.Errorf("frame of %d bytes: at most %d expected", size, len(buffer))
	}
	return io.ReadFull(c.reading, buffer[:size])
}

func (c *framedConn) Write(datagram []byte) (int, error) {
	c.frame = binary.BigEndian.AppendUint16(c.frame[:0], uint16(len(datagram)))
	c.frame = append(c.frame, datagram...)
	if _, err := c.Conn.Write(c.frame); err != nil {
		return 0, err
	}
	return len(datagram), nil
}

func (c *framedConn) seen() netip.AddrPort { return c.LocalAddr().(*net.TCPAddr).AddrPort() }
