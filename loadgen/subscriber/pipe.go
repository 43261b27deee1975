package subscriber

import (
	"io"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/pion/transport/v4/deadline"
	"golang.org/x/sys/unix"
)

// pipeDatagrams wait for the handshake; a server's flight has at most about 5.
const pipeDatagrams = 16

// datagramPipe is the net.PacketConn that the DTLS library sees: reads come from the engine, writes
// go straight to the connected socket. Muted, it swallows writes and ends reads.
type datagramPipe struct {
	server   net.Addr
	inbound  chan []byte
	reading  *deadline.Deadline
	finished chan struct{}

	writing sync.Mutex
	fd      int
	muted   bool
}

func newDatagramPipe(fd int, server netip.AddrPort) *datagramPipe {
	return &datagramPipe{
		server:   net.UDPAddrFromAddrPort(server),
		inbound:  make(chan []byte, pipeDatagrams),
		reading:  deadline.New(),
		finished: make(chan struct{}),
		fd:       fd,
	}
}

// deliver copies a datagram in. When the reader is far behind it is dropped; DTLS asks again.
func (p *datagramPipe) deliver(datagram []byte) {
	select {
	case p.inbound <- append([]byte(nil), datagram...):
	default:
	}
}

func (p *datagramPipe) mute() {
	p.writing.Lock()
	defer p.writing.Unlock()
	if !p.muted {
		p.muted = true
		close(p.finished)
	}
}

func (p *datagramPipe) ReadFrom(buffer []byte) (int, net.Addr, error) {
	select {
	case datagram := <-p.inbound:
		return copy(buffer, datagram), p.server, nil
	case <-p.reading.Done():
		return 0, nil, os.ErrDeadlineExceeded
	case <-p.finished:
		return 0, nil, io.EOF
	}
}

func (p *datagramPipe) WriteTo(datagram []byte, _ net.Addr) (int, error) {
	p.writing.Lock()
	defer p.writing.Unlock()
	if !p.muted {
		_, _ = unix.Write(p.fd, datagram) // a lost datagram; DTLS repeats its flight
	}
	return len(datagram), nil
}

func (p *datagramPipe) Close() error                       { p.mute(); return nil }
func (p *datagramPipe) LocalAddr() net.Addr                { return &net.UDPAddr{} }
func (p *datagramPipe) SetDeadline(t time.Time) error      { return p.SetReadDeadline(t) }
func (p *datagramPipe) SetReadDeadline(t time.Time) error  { p.reading.Set(t); return nil }
func (p *datagramPipe) SetWriteDeadline(_ time.Time) error { return nil } // writes never block
