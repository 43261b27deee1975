package subscriber

import "time"

const (
	// maxMissing holes are followed at a time; more are beyond repair and call for a key frame.
	maxMissing = 128
	// maxRequests and minRequestInterval: LiveKit ignores a NACK that comes earlier than
	// min(100 ms, 2 x RTT) after the packet left or was last sent again, and does not say so. A request
	// is therefore repeated each RTT, as libwebrtc does it (nack_requester.cc, kMaxNackRetries = 10);
	// 10 requests at 40 ms or more outlast that limit four times over.
	maxRequests        = 10
	minRequestInterval = int64(40 * time.Millisecond)
	// maxRepairNs ends the repair over a slow link: a second later nobody waits for the picture.
	maxRepairNs = int64(time.Second)
)

// hole is a sequence number that has not arrived.
type hole struct {
	extended uint64
	firstNs  int64 // when the first request is due
	dueNs    int64 // when the next one is
	requests int
}

// repairs are the holes of one track that NACK is trying to fill. The slice is allocated with the
// first loss, so that a track without loss costs nothing.
type repairs struct{ holes []hole }

// open notes gap holes just before the packet numbered extended. It returns false when there are
// too many: then all are given up.
func (r *repairs) open(extended uint64, gap int, dueNs int64) bool {
	if len(r.holes)+gap > maxMissing {
		r.holes = r.holes[:0]
		return false
	}
	for missing := extended - uint64(gap); missing < extended; missing++ {
		r.holes = append(r.holes, hole{extended: missing, firstNs: dueNs, dueNs: dueNs})
	}
	return true
}

// fill removes a hole that a late packet filled, and tells whether it had been asked for: else the
// packet was merely overtaken.
func (r *repairs) fill(extended uint64) (requested bool) {
	for i := range r.holes {
		if r.holes[i].extended == extended {
			requested = r.holes[i].requests > 0
			r.holes = append(r.holes[:i], r.holes[i+1:]...)
			break
		}
	}
	return requested
}

// due appends the numbers to ask for now to numbers, and tells how many were given up.
func (r *repairs) due(nowNs, roundTripNs int64, numbers []uint16) (asked []uint16, givenUp int) {
	kept := r.holes[:0]
	for _, missing := range r.holes {
		if missing.dueNs <= nowNs {
			if missing.requests == maxRequests || nowNs-missing.firstNs >= maxRepairNs {
				givenUp++
				continue
			}
			missing.requests++
			missing.dueNs = nowNs + max(roundTripNs, minRequestInterval)
			numbers = append(numbers, uint16(missing.extended))
		}
		kept = append(kept, missing)
	}
	r.holes = kept
	return numbers, givenUp
}
