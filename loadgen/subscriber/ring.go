package subscriber

import (
	"encoding/binary"
	"fmt"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	// A ring of 32 blocks of 256 KiB is 8 MiB. A packet takes at most 224 bytes of it (96 of header,
	// 128 of capture), so 37,000 packets fit: over half a second of 55,000 packets/s, the most that one
	// LiveKit server on two cores has sent.
	ringBlocks     = 32
	ringBlockBytes = 256 << 10
	ringFrameBytes = 2048 // a bound that the kernel asks for; packets lie closer than that
	// blockHeaderAt is where struct tpacket_hdr_v1 begins in a block, behind version and offset.
	blockHeaderAt = 8
)

// ring is memory shared with the kernel, into which it writes the headers of all captured packets
// (packet(7), TPACKET_V3). Many packets of many subscribers need no system call at all.
type ring struct {
	fd     int
	memory []byte
	next   int    // the block that the kernel fills next
	drops  uint64 // packets that found no room
}

// openRing needs CAP_NET_RAW. A block is handed over when it is full or retireInterval old.
//
// The socket is bound to the protocol IPv4 and to no interface. That kind sees a packet once, where
// IP receives it: neither on its way out, nor a second time on a bridge's or a bond's member, as
// ETH_P_ALL would; and it needs no guess by which interface the server's packets come.
func openRing(ports []portRange, retireInterval time.Duration) (*ring, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open a packet socket: %w", err)
	}
	r := &ring{fd: fd}
	if err := r.prepare(ports, retireInterval); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func (r *ring) prepare(ports []portRange, retireInterval time.Duration) error {
	if err := attach(r.fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, captureProgram(ports)); err != nil {
		return err
	}
	if err := unix.SetsockoptInt(r.fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V3); err != nil {
		return fmt.Errorf("choose TPACKET_V3: %w", err)
	}
	request := unix.TpacketReq3{
		Block_size: ringBlockBytes, Block_nr: ringBlocks,
		Frame_size: ringFrameBytes, Frame_nr: ringBlocks * ringBlockBytes / ringFrameBytes,
		Retire_blk_tov: uint32(max(retireInterval.Milliseconds(), 1)),
	}
	if err := unix.SetsockoptTpacketReq3(r.fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &request); err != nil {
		return fmt.Errorf("make a packet ring of %d bytes: %w", ringBlocks*ringBlockBytes, err)
	}
	memory, err := unix.Mmap(r.fd, 0, ringBlocks*ringBlockBytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return fmt.Errorf("map the packet ring: %w", err)
	}
	r.memory = memory
	if err := unix.Bind(r.fd, &unix.SockaddrLinklayer{Protocol: networkOrder(unix.ETH_P_IP)}); err != nil {
		return fmt.Errorf("bind the packet socket: %w", err)
	}
	return nil
}

func networkOrder(value uint16) uint16 {
	return binary.NativeEndian.Uint16(binary.BigEndian.AppendUint16(nil, value))
}

func (r *ring) close() {
	if r.memory != nil {
		_ = unix.Munmap(r.memory)
	}
	_ = unix.Close(r.fd)
}

// drain hands over the packets of all blocks that the kernel has finished, each with its captured IP
// packet, its full length in bytes from the IP header on, and the kernel's receive time.
func (r *ring) drain(deliver func(packet []byte, ipBytes int, arrivalNs int64)) (received int) {
	for range ringBlocks {
		block := r.memory[r.next*ringBlockBytes : (r.next+1)*ringBlockBytes]
		header := (*unix.TpacketHdrV1)(unsafe.Pointer(&block[blockHeaderAt]))
		if atomic.LoadUint32(&header.Block_status)&unix.TP_STATUS_USER == 0 {
			break
		}
		at := header.Offset_to_first_pkt
		for range header.Num_pkts {
			packet := (*unix.Tpacket3Hdr)(unsafe.Pointer(&block[at]))
			start := at + uint32(packet.Mac)
			deliver(block[start:start+packet.Snaplen], int(packet.Len), int64(packet.Sec)*1e9+int64(packet.Nsec))
			at += packet.Next_offset
		}
		received += int(header.Num_pkts)
		atomic.StoreUint32(&header.Block_status, unix.TP_STATUS_KERNEL)
		r.next = (r.next + 1) % ringBlocks
	}
	return received
}

// dropped is how many packets the kernel has had no room for since the ring was opened.
func (r *ring) dropped() uint64 {
	// Reading resets the kernel's own counter.
	if statistics, err := unix.GetsockoptTpacketStatsV3(r.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS); err == nil {
		r.drops += uint64(statistics.Drops)
	}
	return r.drops
}
