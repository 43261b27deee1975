package relay

import (
	"math/rand/v2"
	"time"
)

// Impairment is what one direction of a link does to its datagrams. The zero value passes all at once.
type Impairment struct {
	Delay  time.Duration // from the kernel's receive time on
	Jitter time.Duration // uniformly 0..Jitter on top; it reorders nothing by itself
	// Loss is the probability, 0 to 1, that a datagram is dropped.
	Loss float64
	// Drop picks datagrams to lose by their number in this direction, from 0; nil picks none.
	Drop func(ordinal uint64) bool
	// ReorderShare of the datagrams are held back by ReorderDelay, so that later ones overtake them.
	ReorderShare float64
	ReorderDelay time.Duration
	// RateBitsPerSecond limits the direction, 0 does not. What waits longer than QueueDelay for its
	// turn is dropped, as by a router with a full buffer; 0 means 200 ms.
	RateBitsPerSecond float64
	QueueDelay        time.Duration
}

// defaultQueueDelay is a buffer of twice a 100 ms round trip, as home routers have it.
const defaultQueueDelay = 200 * time.Millisecond

// wireBytes are the IPv4 (20) and UDP (8) headers, which a link of a limited rate carries too.
const wireBytes = 28

// schedule is one direction's state. Every datagram takes the same draws in the same order, so that
// a seed gives the same fates to the same stream of datagrams.
type schedule struct {
	Impairment
	random  *rand.Rand
	ordinal uint64
	lastNs  int64 // the due time that a datagram in order may not undercut
	freeNs  int64 // when the limited line has sent all that it took
}

func newSchedule(impairment Impairment, seed, stream uint64) *schedule {
	if impairment.QueueDelay == 0 {
		impairment.QueueDelay = defaultQueueDelay
	}
	return &schedule{Impairment: impairment, random: rand.New(rand.NewPCG(seed, stream))}
}

// next decides on a datagram that came in at receivedNs: what becomes of it, and when it is due.
func (s *schedule) next(receivedNs int64, payloadBytes int) (fate Fate, dueNs int64) {
	lossDraw, jitterDraw, reorderDraw := s.random.Float64(), s.random.Float64(), s.random.Float64()
	ordinal := s.ordinal
	s.ordinal++
	if lossDraw < s.Loss || (s.Drop != nil && s.Drop(ordinal)) {
		return FateDropped, receivedNs
	}
	leavesNs := receivedNs
	if s.RateBitsPerSecond > 0 {
		startNs := max(receivedNs, s.freeNs)
		if startNs-receivedNs > int64(s.QueueDelay) {
			return FateQueueFull, receivedNs
		}
		leavesNs = startNs + int64(float64((payloadBytes+wireBytes)*8)/s.RateBitsPerSecond*1e9)
		s.freeNs = leavesNs
	}
	dueNs = leavesNs + int64(s.Delay) + int64(jitterDraw*float64(s.Jitter))
	if reorderDraw < s.ReorderShare {
		return FateSent, dueNs + int64(s.ReorderDelay)
	}
	s.lastNs = max(s.lastNs, dueNs)
	return FateSent, s.lastNs
}
