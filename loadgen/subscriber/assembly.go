package subscriber

// assemblySlots packets wait at most for a hole before them to be filled: at 200 packets/s 256 are
// over a second, longer than ten NACK rounds.
const assemblySlots = 256

// frameOutcome tells what a packet brought about.
type frameOutcome struct{ whole, broken int }

// assembly puts video frames together from decrypted packets in order of their extended sequence
// numbers. Buffers are reused. It begins with the first packet that starts a frame.
type assembly struct {
	depacketize depacketizer
	started     bool
	next        uint64 // the number that continues what is assembled
	slots       []assemblySlot
	frame       []byte
	inFrame     bool // frame holds an unfinished frame
	damaged     bool // a hole was given up: skip to the next frame start
	spare       []byte
	check       func(frame []byte) bool
}

type assemblySlot struct {
	extended uint64
	used     bool
	marker   bool
	starts   bool
	empty    bool // padding only, or nothing of a frame
	data     []byte
}

// add takes one distinct packet; payload is its RTP payload without padding, empty for padding-only.
func (a *assembly) add(extended uint64, marker bool, payload []byte) (outcome frameOutcome) {
	data, starts, ok := a.depacketize(a.spare[:0], payload)
	a.spare = data
	if !a.started {
		if !ok || !starts {
			return outcome
		}
		a.started, a.next = true, extended
		a.slots = make([]assemblySlot, assemblySlots)
	}
	if extended < a.next {
		return outcome // given up before it came
	}
	for extended >= a.next+assemblySlots {
		a.giveUp(&outcome)
	}
	slot := &a.slots[extended%assemblySlots]
	slot.extended, slot.used, slot.marker, slot.starts, slot.empty = extended, true, marker, starts, !ok
	slot.data, a.spare = data, slot.data
	a.advance(&outcome)
	return outcome
}

// advance consumes all packets that are next in line.
func (a *assembly) advance(outcome *frameOutcome) {
	for {
		slot := &a.slots[a.next%assemblySlots]
		if !slot.used || slot.extended != a.next {
			return
		}
		slot.used = false
		a.next++
		if slot.empty {
			continue
		}
		a.consume(slot, outcome)
	}
}

func (a *assembly) consume(slot *assemblySlot, outcome *frameOutcome) {
	if slot.starts {
		if a.inFrame && !a.damaged {
			outcome.broken++ // the frame before never saw its marker
		}
		a.frame, a.inFrame, a.damaged = a.frame[:0], true, false
	}
	if !a.inFrame {
		if !a.damaged {
			outcome.broken++ // a frame whose first packet is not a start
		}
		a.damaged = true
	}
	if a.damaged {
		if slot.marker {
			a.inFrame = false
		}
		return
	}
	a.frame = append(a.frame, slot.data...)
	if !slot.marker {
		return
	}
	a.inFrame = false
	if a.check == nil || a.check(a.frame) {
		outcome.whole++
	} else {
		outcome.broken++
	}
}

// giveUp passes over the hole at next: the frame around it is broken, once.
func (a *assembly) giveUp(outcome *frameOutcome) {
	if !a.damaged {
		outcome.broken++
	}
	a.damaged, a.inFrame = true, false
	a.next++
	a.advance(outcome)
}
