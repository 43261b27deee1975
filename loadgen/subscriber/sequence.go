package subscriber

// windowPackets is how far back a late packet is still recognised: at 200 packets/s 1,024 packets
// are 5 s, longer than any retransmission of the server takes.
const windowPackets = 1024

// maxDropout is the largest forward jump taken for loss; a larger one is a restarted stream
// unless the next packet contradicts it (RFC 3550, appendix A.1).
const maxDropout = 3000

type arrival uint8

const (
	arrivalNew       arrival = iota // beyond the highest sequence number so far
	arrivalLate                     // fills a hole
	arrivalDuplicate                // was here before
	arrivalIgnored                  // too old to tell, or a jump that awaits its confirmation
)

// sequence extends 16-bit sequence numbers and counts which of them arrived.
type sequence struct {
	started    bool
	jumped     bool   // the last packet was out of bounds; jumpNext would confirm a restart
	jumpNext   uint16 // the number that confirms it
	first      uint64
	highest    uint64
	received   uint64 // distinct numbers between first and highest
	duplicates uint64
	lostBefore int64 // lost before the last restart
	seen       [windowPackets / 64]uint64
}

// record takes one packet. For a new one, gap is the count of numbers skipped just before it.
func (q *sequence) record(number uint16) (extended uint64, kind arrival, gap int) {
	if !q.started {
		// One cycle of head room lets a packet that overtook the true first one come before it.
		q.start(1<<16 + uint64(number))
		return q.highest, arrivalNew, 0
	}
	delta := int(int16(number - uint16(q.highest)))
	extended = uint64(int64(q.highest) + int64(delta))
	if delta > maxDropout || delta <= -windowPackets {
		return q.outOfBounds(number, extended)
	}
	q.jumped = false
	if delta > 0 {
		for skipped := q.highest + 1; skipped < extended; skipped++ {
			q.clear(skipped)
		}
		q.highest = extended
		q.mark(extended)
		return extended, arrivalNew, delta - 1
	}
	if q.has(extended) {
		q.duplicates++
		return extended, arrivalDuplicate, 0
	}
	q.first = min(q.first, extended)
	q.mark(extended)
	return extended, arrivalLate, 0
}

// outOfBounds waits for a second packet in a row before it believes that the stream began anew.
func (q *sequence) outOfBounds(number uint16, extended uint64) (uint64, arrival, int) {
	if !q.jumped || number != q.jumpNext {
		q.jumped, q.jumpNext = true, number+1
		return extended, arrivalIgnored, 0
	}
	q.lostBefore = q.lost()
	q.start((q.highest>>16+1)<<16 + uint64(number))
	return q.highest, arrivalNew, 0
}

func (q *sequence) start(extended uint64) {
	q.started, q.jumped = true, false
	q.first, q.highest, q.received = extended, extended, 0
	clear(q.seen[:])
	q.mark(extended)
}

func (q *sequence) mark(extended uint64) {
	q.seen[extended%windowPackets/64] |= 1 << (extended % 64)
	q.received++
}

func (q *sequence) clear(extended uint64) {
	q.seen[extended%windowPackets/64] &^= 1 << (extended % 64)
}

func (q *sequence) has(extended uint64) bool {
	return q.seen[extended%windowPackets/64]&(1<<(extended%64)) != 0
}

// expected are the numbers since the last (re)start.
func (q *sequence) expected() uint64 {
	if !q.started {
		return 0
	}
	return q.highest - q.first + 1
}

// lost is what no packet has filled so far; a late arrival lowers it again.
func (q *sequence) lost() int64 { return q.lostBefore + int64(q.expected()) - int64(q.received) }

// fill takes a retransmitted number. Only holes within the window count; a retransmission never moves
// the highest number and never restarts the stream.
func (q *sequence) fill(number uint16) (extended uint64, filled bool) {
	if !q.started {
		return 0, false
	}
	delta := int(int16(number - uint16(q.highest)))
	extended = uint64(int64(q.highest) + int64(delta))
	if delta > 0 || delta <= -windowPackets || extended < q.first {
		return extended, false
	}
	if q.has(extended) {
		q.duplicates++
		return extended, false
	}
	q.mark(extended)
	return extended, true
}
