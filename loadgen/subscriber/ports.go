package subscriber

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync/atomic"
)

// portsPerRange ports are taken at a time. The kernel's usual 28,232 ephemeral ports make 56 ranges.
const portsPerRange = 512

// nextRange numbers the ranges that the process takes, so that its engines share none while there are
// enough; the start is random for the sake of other processes. Sharing would only cost time: each
// ring would carry the other's packets too.
var nextRange atomic.Uint32

func init() { nextRange.Store(rand.Uint32()) }

// portPool gives a captured engine's sockets ports from few ranges, which a packet filter can test for.
type portPool struct {
	all    []portRange // the ephemeral ports, cut up
	taken  []portRange
	span   int // of taken, from which the next port comes
	offset int // in it
}

// newPortPool takes a first range out of the ephemeral ports first to last.
func newPortPool(first, last int) *portPool {
	p := new(portPool)
	for ; first <= last; first += portsPerRange {
		p.all = append(p.all, portRange{uint16(first), uint16(min(first+portsPerRange-1, last))})
	}
	p.grow()
	return p
}

// grow takes one more range, from which the next ports come; it returns false when all are taken.
func (p *portPool) grow() bool {
	if len(p.taken) == len(p.all) {
		return false
	}
	next := p.all[nextRange.Add(1)%uint32(len(p.all))]
	for slices.Contains(p.taken, next) {
		next = p.all[nextRange.Add(1)%uint32(len(p.all))]
	}
	p.taken = append(p.taken, next)
	p.span, p.offset = len(p.taken)-1, 0
	return true
}

// size is how many ports the taken ranges have.
func (p *portPool) size() (ports int) {
	for _, span := range p.taken {
		ports += int(span.last-span.first) + 1
	}
	return ports
}

// next goes round the ports of the taken ranges.
func (p *portPool) next() uint16 {
	current := p.taken[p.span]
	port := int(current.first) + p.offset
	if p.offset++; port == int(current.last) {
		p.span, p.offset = (p.span+1)%len(p.taken), 0
	}
	return uint16(port)
}

// ephemeralPorts are those that the kernel hands out by itself.
func ephemeralPorts() (first, last int, err error) {
	text, err := os.ReadFile("/proc/sys/net/ipv4/ip_local_port_range")
	if err != nil {
		return 0, 0, fmt.Errorf("read the ephemeral ports: %w", err)
	}
	if _, err := fmt.Sscan(string(text), &first, &last); err != nil {
		return 0, 0, fmt.Errorf("read the ephemeral ports in %q: %w", text, err)
	}
	return first, last, nil
}
