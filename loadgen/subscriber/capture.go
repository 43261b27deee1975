package subscriber

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"sync"

	"golang.org/x/sys/unix"
)

// Path is the way by which RTP reaches an engine.
type Path string

const (
	// PathAuto takes the ring where it can be opened.
	PathAuto Path = ""
	// PathEpoll reads each subscriber's socket; it needs no privilege.
	PathEpoll Path = "epoll"
	// PathRing reads packet headers from a ring in shared memory, at about a third of the cost; it needs
	// CAP_NET_RAW. Subscribers that decrypt need whole packets and keep to their sockets.
	PathRing Path = "ring"
)

var errNoPorts = errors.New("all ephemeral ports of the address are in use")

// capture are an engine's rings, one a shard, and the ports whose packets they take.
type capture struct {
	rings []*ring

	binding sync.Mutex
	ports   *portPool
}

// openCapture opens the rings. With several, the kernel deals packets out by fanoutProgram, so that
// each ring has one reader and each subscriber one ring; the order of joining is that of the shards.
func openCapture(options EngineOptions) (*capture, error) {
	first, last, err := ephemeralPorts()
	if err != nil {
		return nil, err
	}
	c := &capture{ports: newPortPool(first, last)}
	for range options.Shards {
		r, err := openRing(c.ports.taken, options.CoalesceInterval)
		if err != nil {
			c.close()
			return nil, err
		}
		c.rings = append(c.rings, r)
	}
	if len(c.rings) > 1 {
		if err := c.fanOut(); err != nil {
			c.close()
			return nil, err
		}
	}
	return c, nil
}

func (c *capture) fanOut() error {
	group := (unix.PACKET_FANOUT_CBPF | unix.PACKET_FANOUT_FLAG_UNIQUEID) << 16 // the kernel chooses a free number
	for _, r := range c.rings {
		if err := unix.SetsockoptInt(r.fd, unix.SOL_PACKET, unix.PACKET_FANOUT, group); err != nil {
			return fmt.Errorf("join the rings' fanout group: %w", err)
		}
		number, err := unix.GetsockoptInt(r.fd, unix.SOL_PACKET, unix.PACKET_FANOUT)
		if err != nil {
			return fmt.Errorf("read the rings' fanout group: %w", err)
		}
		group = unix.PACKET_FANOUT_CBPF<<16 | number&0xffff
	}
	return attach(c.rings[0].fd, unix.SOL_PACKET, unix.PACKET_FANOUT_DATA, fanoutProgram())
}

// bind gives a socket a port whose packets the rings take.
func (c *capture) bind(fd int, source netip.Addr) error {
	c.binding.Lock()
	defer c.binding.Unlock()
	for {
		for range c.ports.size() {
			err := unix.Bind(fd, &unix.SockaddrInet4{Addr: source.As4(), Port: int(c.ports.next())})
			if !errors.Is(err, unix.EADDRINUSE) {
				return err
			}
		}
		if !c.ports.grow() {
			return errNoPorts
		}
		for _, r := range c.rings {
			if err := attach(r.fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, captureProgram(c.ports.taken)); err != nil {
				return err
			}
		}
	}
}

func (c *capture) close() {
	for _, r := range c.rings {
		r.close()
	}
}

// receiveCaptured finds whose packet it is by address and port: participants may have addresses of
// their own. Of a packet to nobody here, such as a decrypting subscriber's, no more is read.
func (h *shard) receiveCaptured(packet []byte, ipBytes int, arrivalNs int64) {
	headerBytes := int(packet[0]&0x0f) * 4
	address := binary.BigEndian.Uint32(packet[16:])
	port := binary.BigEndian.Uint16(packet[headerBytes+udpPortAt:])
	s := h.captured[captureKey(address, port)]
	if s == nil {
		return
	}
	rtp := headerBytes + udpHeaderBytes
	s.lastHeardNs = arrivalNs
	s.receiveHead(packet[rtp:], ipBytes-rtp, arrivalNs)
}

func captureKey(address uint32, port uint16) uint64 { return uint64(address)<<16 | uint64(port) }

func keyOf(local netip.AddrPort) uint64 {
	address := local.Addr().As4()
	return captureKey(binary.BigEndian.Uint32(address[:]), local.Port())
}
