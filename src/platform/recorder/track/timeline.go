package track

import "time"

// Timeline tells when, counted from the recording's start, a frame belongs. RTP timestamps give the even distances between
// frames; the first arrival gives the beginning.
type Timeline struct {
	// ClockRate is the RTP clock's ticks in a second.
	ClockRate uint32
	started   bool
	last      uint32
	ticks     int64
	anchor    time.Duration
}

// maxDrift is how far the two clocks may part. More than any jitter of arrival, and what a viewer would notice between
// picture and sound: a sender whose timestamps stood still while it was muted is set right by this, as is a slow clock.
const maxDrift = 400 * time.Millisecond

// At is the time of a frame with this RTP timestamp that arrived then.
func (t *Timeline) At(timestamp uint32, arrival time.Duration) time.Duration {
	if !t.started {
		t.started, t.last, t.anchor = true, timestamp, arrival
		return arrival
	}
	t.ticks += int64(int32(timestamp - t.last)) // the signed difference survives the wrap after 2³² ticks
	t.last = timestamp
	at := t.anchor + time.Duration(t.ticks)*time.Second/time.Duration(t.ClockRate)
	if drift := arrival - at; drift > maxDrift || drift < -maxDrift {
		t.anchor += drift
		at = arrival
	}
	return at
}
