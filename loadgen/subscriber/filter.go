package subscriber

import (
	"fmt"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// The programs below run in the kernel for every packet: classic BPF, which needs no privilege of
// its own. A datagram's kind shows in the first two bytes of its payload (RFC 7983, RFC 5761): RTP
// and RTCP begin with the bits 10, and RTCP has a packet type of 192 to 223 in the second byte.
const (
	ipFragmentAt   = 6
	ipProtocolAt   = 9
	udpPortAt      = 2 // the destination's, in the UDP header
	udpHeaderBytes = 8
	rtcpFirst      = 192
	rtcpLast       = 223
	// captureBytes of an IP packet reach the ring: 28 of IPv4 and UDP, 12 of RTP, and 88 for header
	// extensions, of which LiveKit's take about 24.
	captureBytes = 128
	wholePacket  = 1 << 18 // more than any datagram has
)

// portRange is first to last, both included.
type portRange struct{ first, last uint16 }

// captureProgram keeps the first captureBytes of RTP to one of the ports. What goes to others costs
// these instructions, about 0.2 us a packet and ring (BenchmarkForeignPacket), but no copy and no
// wake-up. It starts at the IPv4 header.
func captureProgram(ports []portRange) []bpf.Instruction {
	program := []bpf.Instruction{
		bpf.LoadAbsolute{Off: ipProtocolAt, Size: 1},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.IPPROTO_UDP, SkipTrue: 1},
		bpf.RetConstant{Val: 0},
		bpf.LoadAbsolute{Off: ipFragmentAt, Size: 2},
		bpf.JumpIf{Cond: bpf.JumpBitsNotSet, Val: 0x1fff, SkipTrue: 1}, // later fragments have no UDP header
		bpf.RetConstant{Val: 0},
		bpf.LoadMemShift{Off: 0}, // X = bytes of the IPv4 header
		bpf.LoadIndirect{Off: udpPortAt, Size: 2},
	}
	for i, span := range ports {
		toMatch := uint8(2*(len(ports)-1-i) + 1) // over the checks that follow and the refusal after them
		program = append(program,
			bpf.JumpIf{Cond: bpf.JumpLessThan, Val: uint32(span.first), SkipTrue: 1},
			bpf.JumpIf{Cond: bpf.JumpLessOrEqual, Val: uint32(span.last), SkipTrue: toMatch})
	}
	return append(program,
		bpf.RetConstant{Val: 0},
		bpf.LoadIndirect{Off: udpHeaderBytes, Size: 1},
		bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: 0xc0},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: 0x80, SkipTrue: 3},
		bpf.LoadIndirect{Off: udpHeaderBytes + 1, Size: 1},
		bpf.JumpIf{Cond: bpf.JumpLessThan, Val: rtcpFirst, SkipTrue: 2},
		bpf.JumpIf{Cond: bpf.JumpGreaterThan, Val: rtcpLast, SkipTrue: 1},
		bpf.RetConstant{Val: 0},
		bpf.RetConstant{Val: captureBytes},
	)
}

// socketProgram lets everything but RTP through to a captured subscriber's own socket, and of RTP the
// retransmissions: their original sequence number is encrypted, so that they are needed whole. It
// starts at the UDP header.
func socketProgram(retransmissionTypes []uint8) []bpf.Instruction {
	count := len(retransmissionTypes)
	program := []bpf.Instruction{
		bpf.LoadAbsolute{Off: udpHeaderBytes, Size: 1},
		bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: 0xc0},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: 0x80, SkipTrue: uint8(count + 5)},
		bpf.LoadAbsolute{Off: udpHeaderBytes + 1, Size: 1},
		bpf.JumpIf{Cond: bpf.JumpLessThan, Val: rtcpFirst, SkipTrue: 1},
		bpf.JumpIf{Cond: bpf.JumpLessOrEqual, Val: rtcpLast, SkipTrue: uint8(count + 2)},
		bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: 0x7f}, // without the marker bit
	}
	for i, payloadType := range retransmissionTypes {
		program = append(program,
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(payloadType), SkipTrue: uint8(count - i)})
	}
	return append(program, bpf.RetConstant{Val: 0}, bpf.RetConstant{Val: wholePacket})
}

// fanoutProgram returns the destination port, of which the kernel takes the remainder by the number of
// rings: that is Engine.shardOf, so a packet reaches the ring of the shard that owns its subscriber.
func fanoutProgram() []bpf.Instruction {
	return []bpf.Instruction{
		bpf.LoadMemShift{Off: 0},
		bpf.LoadIndirect{Off: udpPortAt, Size: 2},
		bpf.RetA{},
	}
}

// attach installs a program on a socket in place of the one before; option is SO_ATTACH_FILTER or
// PACKET_FANOUT_DATA with its level.
func attach(fd, level, option int, program []bpf.Instruction) error {
	raw, err := bpf.Assemble(program)
	if err != nil {
		return fmt.Errorf("assemble a packet filter: %w", err)
	}
	filter := make([]unix.SockFilter, len(raw))
	for i, instruction := range raw {
		filter[i] = unix.SockFilter{Code: instruction.Op, Jt: instruction.Jt, Jf: instruction.Jf, K: instruction.K}
	}
	if err := unix.SetsockoptSockFprog(fd, level, option, &unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}); err != nil {
		return fmt.Errorf("attach a packet filter: %w", err)
	}
	return nil
}
