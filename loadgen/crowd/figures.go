package crowd

import (
	"time"

	"gomeet/loadgen/histogram"
	"gomeet/loadgen/schedule"
)

// figures are what the loop counts as it goes. Those of lines and pings begin with the hold.
type figures struct {
	joined, entered, failed, dropped, returns int
	frames, pings                             uint64
	said, accepted, refusedLines, disordered  uint64
	isHolding                                 bool

	connect, handshake        histogram.Histogram // of the way in
	delivery, reply, lateness histogram.Histogram // of lines, from their intended moments
}

// audience is what the members of all rooms heard of what was said in the hold. Only those count who
// were there from its beginning to its end: what a connection misses that is not there, is not lost.
type audience struct {
	held, answering    int
	expected, received uint64
	missing            uint64
}

// beginHold marks those who are there and lets the rooms speak.
func (l *loop) beginHold(now time.Time) {
	for i := range l.connections {
		c := &l.connections[i]
		c.held, c.pinged, c.lines, c.sequence = c.state == joined, false, 0, 0
	}
	step := schedule.Seconds(l.plan.ChatIntervalSeconds / float64(len(l.rooms)))
	// Half a step before the end: the schedule is then the same number of lines whichever way a step was rounded.
	l.chat = chat{begins: now, ends: now.Add(schedule.Seconds(l.plan.HoldSeconds) - step/2), step: step}
	l.figures.isHolding = true
}

// hasHeardAll says whether the hold's lines have all been said and answered, and heard by all who stayed. A line
// without an answer may still be on its way, and nobody misses it until the answer tells its number.
func (l *loop) hasHeardAll() bool {
	f := &l.figures
	return !l.chat.isOn() && f.accepted+f.refusedLines >= f.said && l.audience().missing == 0
}

// endHold stops counting.
func (l *loop) endHold() {
	l.chat = chat{}
	l.figures.isHolding = false
}

// audience counts now. The crowd made its rooms, and nobody spoke before the hold: so the last
// sequence of a room is how many lines each member should have.
func (l *loop) audience() audience {
	var a audience
	for i := range l.connections {
		c := &l.connections[i]
		if !c.held {
			continue
		}
		a.held++
		if c.pinged {
			a.answering++
		}
		last := l.rooms[l.plan.roomOf(i)].last
		a.expected += uint64(last)
		a.received += uint64(c.lines)
		a.missing += uint64(last - min(last, c.lines))
	}
	return a
}

func (l *loop) isAnyoneLeaving() bool {
	for i := range l.connections {
		if l.connections[i].state == leaving {
			return true
		}
	}
	return false
}
