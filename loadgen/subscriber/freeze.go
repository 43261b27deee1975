package subscriber

import "time"

const (
	freezeWindowFrames = 30
	// freezeMinFrames intervals are needed before a gap can be called a freeze.
	freezeMinFrames = 5
	freezeExtraNs   = int64(150 * time.Millisecond)
)

// freezes counts gaps between frames as WebRTC's freezeCount does: longer than
// max(3 x mean, mean + 150 ms) over the last 30 intervals, the present one included
// (libwebrtc, video_quality_observer2.cc). A frame counts when it is whole on arrival.
type freezes struct {
	lastNs    int64
	intervals [freezeWindowFrames]int64
	next      int
	filled    int
	sumNs     int64
	count     uint64
	totalNs   int64
}

func (f *freezes) frame(arrivalNs int64) {
	last := f.lastNs
	f.lastNs = arrivalNs
	if last == 0 {
		return
	}
	interval := arrivalNs - last
	f.sumNs += interval - f.intervals[f.next]
	f.intervals[f.next] = interval
	f.next = (f.next + 1) % freezeWindowFrames
	f.filled = min(f.filled+1, freezeWindowFrames)
	if f.filled < freezeMinFrames {
		return
	}
	mean := f.sumNs / int64(f.filled)
	if interval > max(3*mean, mean+freezeExtraNs) {
		f.count++
		f.totalNs += interval
	}
}
