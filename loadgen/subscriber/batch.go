package subscriber

import (
	"encoding/binary"
	"net/netip"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	batchMessages = 64
	datagramBytes = 2048 // LiveKit keeps to an MTU of about 1,200
	// controlBytes hold two control messages of at most 16 + 16 bytes each, with room to spare.
	controlBytes   = 96
	controlHeader  = int(unsafe.Sizeof(unix.Cmsghdr{}))
	addressBytes   = unix.SizeofSockaddrInet4
	controlAlign   = int(unsafe.Sizeof(uintptr(0)))
	batchesPerTurn = 4 // full batches in a row from one socket before the others get their turn
)

// multiMessage is struct mmsghdr of recvmmsg(2).
type multiMessage struct {
	header unix.Msghdr
	bytes  uint32
	_      [4]byte
}

// batch is the memory that recvmmsg fills; all sockets share it.
type batch struct {
	messages  [batchMessages]multiMessage
	vectors   [batchMessages]unix.Iovec
	data      [batchMessages][datagramBytes]byte
	control   [batchMessages][controlBytes]byte
	addresses [batchMessages][addressBytes]byte
	calls     uint64
	datagrams uint64
}

func newBatch() *batch {
	b := new(batch)
	for i := range b.messages {
		b.vectors[i].Base = &b.data[i][0]
		b.vectors[i].SetLen(datagramBytes)
		header := &b.messages[i].header
		header.Iov, header.Control, header.Name = &b.vectors[i], &b.control[i][0], &b.addresses[i][0]
		header.SetIovlen(1)
		b.reset(i)
	}
	return b
}

// reset restores what the kernel overwrote.
func (b *batch) reset(i int) {
	header := &b.messages[i].header
	header.SetControllen(controlBytes)
	header.Namelen = addressBytes
	header.Flags = 0
}

// drain reads what waits in a subscriber's socket and hands it over, datagram by datagram.
func (b *batch) drain(s *Subscriber) (received int) {
	for range batchesPerTurn {
		count := b.read(s.fd)
		for i := range count {
			arrivalNs, overflows, counted := b.controlOf(i)
			if arrivalNs == 0 {
				arrivalNs = time.Now().UnixNano()
			}
			if counted && overflows != s.overflows {
				s.shard.overflows += uint64(overflows - s.overflows)
				s.overflows = overflows
			}
			s.receive(b.data[i][:b.messages[i].bytes], arrivalNs, i)
			b.reset(i)
		}
		received += count
		if count < batchMessages {
			break
		}
	}
	return received
}

// read makes one recvmmsg call. The raw form spares the scheduler's bookkeeping: the socket is
// non-blocking, so the call never waits.
func (b *batch) read(fd int) int {
	count, _, errno := unix.RawSyscall6(unix.SYS_RECVMMSG, uintptr(fd),
		uintptr(unsafe.Pointer(&b.messages[0])), batchMessages, unix.MSG_DONTWAIT, 0, 0)
	b.calls++
	if errno != 0 { // EAGAIN, or an ICMP error that the call has thereby cleared
		return 0
	}
	b.datagrams += uint64(count)
	return int(count)
}

// controlOf reads the kernel's receive time and the socket's drop counter of message i.
func (b *batch) controlOf(i int) (arrivalNs int64, overflows uint32, counted bool) {
	control := b.control[i][:min(int(b.messages[i].header.Controllen), controlBytes)]
	for len(control) >= controlHeader {
		header := (*unix.Cmsghdr)(unsafe.Pointer(&control[0]))
		size := int(header.Len)
		if size < controlHeader || size > len(control) {
			break
		}
		value := control[controlHeader:size]
		if header.Level == unix.SOL_SOCKET {
			switch header.Type {
			case unix.SO_TIMESTAMPNS:
				arrivalNs = int64(binary.NativeEndian.Uint64(value))*1e9 + int64(binary.NativeEndian.Uint64(value[8:]))
			case unix.SO_RXQ_OVFL:
				overflows, counted = binary.NativeEndian.Uint32(value), true
			}
		}
		size = (size + controlAlign - 1) &^ (controlAlign - 1)
		control = control[min(size, len(control)):]
	}
	return arrivalNs, overflows, counted
}

// sourceOf is the sender of message i.
func (b *batch) sourceOf(i int) netip.AddrPort {
	address := b.addresses[i][:]
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte(address[4:8])), binary.BigEndian.Uint16(address[2:]))
}
