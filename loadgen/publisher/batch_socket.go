package publisher

import (
	"encoding/binary"
	"net"
	"net/netip"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// batchSocket hands the packets of a frame to the kernel in one call: the system call and the way
// through the network stack are most of what sending costs. Packets of one size in a row go as one
// message that the kernel cuts up (UDP_SEGMENT, Linux 4.18); the last of them may be smaller.
// It is pion's socket, so that ICE, DTLS and SRTP go through it too.
type batchSocket struct {
	*net.UDPConn

	mutex     sync.Mutex
	gathering bool
	refused   bool // the kernel or the network card cannot cut: each packet goes by itself
	arena     []byte
	runs      []run
	control   []byte
}

// run is a row of packets in the arena for one receiver.
type run struct {
	to           netip.AddrPort
	start, end   int
	segmentBytes int
	packets      int
	full         bool // a smaller packet has ended it
}

// A message has at most 64 segments (UDP_MAX_SEGMENTS) and 65,507 bytes: 48 * 1,200 = 57,600.
const maxRunPackets = 48

func newBatchSocket(socket *net.UDPConn) *batchSocket {
	control := make([]byte, unix.CmsgSpace(2))
	header := (*unix.Cmsghdr)(unsafe.Pointer(&control[0]))
	header.Level, header.Type = unix.SOL_UDP, unix.UDP_SEGMENT
	header.SetLen(unix.CmsgLen(2))
	return &batchSocket{UDPConn: socket, control: control}
}

// gather holds packets back until flush.
func (b *batchSocket) gather() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.gathering = true
}

// flush sends what gathered. A packet that the kernel does not take is lost, as one is on the way.
func (b *batchSocket) flush() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	for _, row := range b.runs {
		b.sendRun(row)
	}
	b.gathering, b.arena, b.runs = false, b.arena[:0], b.runs[:0]
}

func (b *batchSocket) sendRun(row run) {
	bytes := b.arena[row.start:row.end]
	if row.packets > 1 && !b.refused {
		binary.NativeEndian.PutUint16(b.control[unix.CmsgLen(0):], uint16(row.segmentBytes))
		if _, _, err := b.WriteMsgUDPAddrPort(bytes, b.control, row.to); err == nil {
			return
		}
		b.refused = true
	}
	for len(bytes) > 0 {
		size := min(row.segmentBytes, len(bytes))
		_, _ = b.WriteToUDPAddrPort(bytes[:size], row.to)
		bytes = bytes[size:]
	}
}

// WriteToAddrPort and ReadFromAddrPort are what pion uses of a socket that has them
// (ice.AddrPortReaderWriter).
func (b *batchSocket) WriteToAddrPort(packet []byte, to netip.AddrPort) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if !b.gathering {
		return b.WriteToUDPAddrPort(packet, to)
	}
	start := len(b.arena)
	b.arena = append(b.arena, packet...)
	if last := len(b.runs) - 1; last >= 0 && b.runs[last].takes(len(packet), to) {
		b.runs[last].add(len(packet))
	} else {
		b.runs = append(b.runs, run{to: to, start: start, end: len(b.arena), segmentBytes: len(packet), packets: 1})
	}
	return len(packet), nil
}

// ReadFromAddrPort is the other half.
func (b *batchSocket) ReadFromAddrPort(buffer []byte) (int, netip.AddrPort, error) {
	return b.ReadFromUDPAddrPort(buffer)
}

func (r *run) takes(size int, to netip.AddrPort) bool {
	return !r.full && r.to == to && size <= r.segmentBytes && r.packets < maxRunPackets
}

func (r *run) add(size int) {
	r.end += size
	r.packets++
	r.full = size < r.segmentBytes
}
