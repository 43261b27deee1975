package relay

import "encoding/binary"

// Direction is the way a datagram goes.
type Direction uint8

// The two directions of a link.
const (
	ToServer Direction = iota
	ToParticipant
)

// Fate is what a relay did with a datagram.
type Fate uint8

// The fates of a datagram.
const (
	FateSent      Fate = iota
	FateDropped        // by probability or by list
	FateQueueFull      // it would have waited too long for the limited line
	FateRefused        // the kernel did not take it
)

// Record is the relay's own account of one RTP packet. Times are Unix nanoseconds.
type Record struct {
	Link       int
	Direction  Direction
	Fate       Fate
	SSRC       uint32
	Sequence   uint16
	Mark       uint64 // what Options.Inspect made of the packet
	ReceivedNs int64  // the kernel's receive time
	DueNs      int64
	SentNs     int64 // read right before the system call that sent it; 0 when it was not sent
}

// Log keeps the first records of a relay, up to a bound.
type Log struct {
	Records  []Record
	Unlogged uint64 // RTP packets beyond the bound
}

// add notes an RTP packet and returns its place, -1 for what is not RTP or has no place any more.
func (l *Log) add(record Record, datagram []byte) int {
	if !isRTP(datagram) {
		return -1
	}
	if len(l.Records) == cap(l.Records) {
		l.Unlogged++
		return -1
	}
	record.Sequence = binary.BigEndian.Uint16(datagram[2:])
	record.SSRC = binary.BigEndian.Uint32(datagram[8:])
	l.Records = append(l.Records, record)
	return len(l.Records) - 1
}

// isRTP tells RTP from STUN and DTLS by the first byte (RFC 7983) and from RTCP by the second
// (RFC 5761).
func isRTP(datagram []byte) bool {
	return len(datagram) >= 12 && datagram[0]>>6 == 2 && (datagram[1] < 192 || datagram[1] > 223)
}
