package subscriber

import (
	"encoding/binary"
	"math/bits"
)

const (
	rtcpSenderReport   = 200
	rtcpReceiverReport = 201
	rtcpTransportFB    = 205 // generic NACK is format 1 (RFC 4585, section 6.2.1)
	rtcpPayloadFB      = 206 // PLI is format 1, REMB format 15
	maxReportBlocks    = 31
)

// reportBlock is one block of a receiver report (RFC 3550, section 6.4.2).
type reportBlock struct {
	ssrc             uint32
	fractionLost     uint8
	cumulativeLost   int64
	highestSequence  uint32
	jitter           uint32
	lastSenderReport uint32
	delaySince       uint32 // in 1/65,536 s
}

func appendRTCPHeader(b []byte, count, kind uint8, words int) []byte {
	b = append(b, 0x80|count, kind)
	return binary.BigEndian.AppendUint16(b, uint16(words))
}

// appendReceiverReport writes up to 31 blocks: length in words is 1 for the sender and 6 a block.
func appendReceiverReport(b []byte, sender uint32, blocks []reportBlock) []byte {
	b = appendRTCPHeader(b, uint8(len(blocks)), rtcpReceiverReport, 1+6*len(blocks))
	b = binary.BigEndian.AppendUint32(b, sender)
	for _, r := range blocks {
		b = binary.BigEndian.AppendUint32(b, r.ssrc)
		lost := uint32(min(max(r.cumulativeLost, -1<<23), 1<<23-1)) & 0xffffff // a signed 24-bit field
		b = binary.BigEndian.AppendUint32(b, uint32(r.fractionLost)<<24|lost)
		b = binary.BigEndian.AppendUint32(b, r.highestSequence)
		b = binary.BigEndian.AppendUint32(b, r.jitter)
		b = binary.BigEndian.AppendUint32(b, r.lastSenderReport)
		b = binary.BigEndian.AppendUint32(b, r.delaySince)
	}
	return b
}

// appendREMB writes a receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03):
// an 18-bit mantissa times a power of two.
func appendREMB(b []byte, sender uint32, bitrateBps uint64, ssrcs []uint32) []byte {
	exponent := max(bits.Len64(bitrateBps)-18, 0)
	b = appendRTCPHeader(b, 15, rtcpPayloadFB, 4+len(ssrcs))
	b = binary.BigEndian.AppendUint32(b, sender)
	b = append(b, 0, 0, 0, 0, 'R', 'E', 'M', 'B')
	b = binary.BigEndian.AppendUint32(b,
		uint32(len(ssrcs))<<24|uint32(exponent)<<18|uint32(bitrateBps>>exponent))
	for _, ssrc := range ssrcs {
		b = binary.BigEndian.AppendUint32(b, ssrc)
	}
	return b
}

func appendPLI(b []byte, sender, media uint32) []byte {
	b = appendRTCPHeader(b, 1, rtcpPayloadFB, 2)
	b = binary.BigEndian.AppendUint32(b, sender)
	return binary.BigEndian.AppendUint32(b, media)
}

// appendNACK asks for ascending sequence numbers; each pair covers one and the 16 that follow it.
func appendNACK(b []byte, sender, media uint32, numbers []uint16) []byte {
	start := len(b)
	b = appendRTCPHeader(b, 1, rtcpTransportFB, 0)
	b = binary.BigEndian.AppendUint32(b, sender)
	b = binary.BigEndian.AppendUint32(b, media)
	for i := 0; i < len(numbers); {
		first, mask := numbers[i], uint16(0)
		for i++; i < len(numbers) && numbers[i]-first-1 < 16; i++ {
			mask |= 1 << (numbers[i] - first - 1)
		}
		b = binary.BigEndian.AppendUint16(b, first)
		b = binary.BigEndian.AppendUint16(b, mask)
	}
	binary.BigEndian.PutUint16(b[start+2:], uint16((len(b)-start)/4-1))
	return b
}

// senderReports calls found for each sender report of a decrypted compound packet.
func senderReports(compound []byte, found func(ssrc uint32, ntp uint64, packetCount uint32)) {
	for len(compound) >= 4 {
		size := 4 * (int(binary.BigEndian.Uint16(compound[2:])) + 1)
		if size > len(compound) {
			return
		}
		if compound[1] == rtcpSenderReport && size >= 28 {
			found(binary.BigEndian.Uint32(compound[4:]), binary.BigEndian.Uint64(compound[8:]), binary.BigEndian.Uint32(compound[20:]))
		}
		compound = compound[size:]
	}
}
