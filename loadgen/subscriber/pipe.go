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
	inbound  chan queuedDatagram
	stamps   *stamps // of what holds data, nil for a participant without
	reading  *deadline.Deadline
	finished chan struct{}

	writing sync.Mutex
	fd      int
	muted   bool
}

// queuedDatagram is one that waits for DTLS.
type queuedDatagram struct {
	bytes     []byte
	arrivalNs int64
}

func newDatagramPipe(fd int, server netip.AddrPort, data bool) *datagramPipe {
	pipe := &datagramPipe{
		server:   net.UDPAddrFromAddrPort(server),
		reading:  deadline.New(),
		finished: make(chan struct{}),
		fd:       fd,
	}
	if data {
		pipe.inbound, pipe.stamps = make(chan queuedDatagram, dataDatagrams), new(stamps)
	} else {
		pipe.inbound = make(chan queuedDatagram, pipeDatagrams)
	}
	return pipe
}

// deliver copies a datagram in. When the reader is far behind it is dropped: DTLS and SCTP ask again.
func (p *datagramPipe) deliver(bytes []byte, arrivalNs int64) (taken bool) {
	select {
	case p.inbound <- queuedDatagram{append([]byte(nil), bytes...), arrivalNs}:
		return true
	default:
		return false
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
	for {
		select {
		case next := <-p.inbound:
			if p.stamps != nil && !p.stamps.push(next) {
				continue
			}
			return copy(buffer, next.bytes), p.server, nil
		case <-p.reading.Done():
			return 0, nil, os.ErrDeadlineExceeded
		case <-p.finished:
			return 0, nil, io.EOF
		}
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
