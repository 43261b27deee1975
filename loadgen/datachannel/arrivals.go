package datachannel

// arrivals is one participant's record of one sender's messages of one kind.
type arrivals struct {
	// from is the first number that counts. What was sent before the participant's channels were open
	// belongs to the join, even if the server has kept it and delivers it now. The first message that counts
	// sets it again: the server may take a moment to notice that the channels are open.
	from     uint32
	highest  uint32
	recent   uint64 // bit k: number highest-k has come
	received uint64
}

// record says whether the message with this number is new and counts.
func (a *arrivals) record(sequence uint32) bool {
	if sequence < a.from {
		return false
	}
	if a.received == 0 {
		a.from, a.highest, a.recent, a.received = sequence, sequence, 1, 1
		return true
	}
	if sequence > a.highest {
		a.recent = a.recent<<(sequence-a.highest) | 1 // a shift by 64 or more leaves 0
		a.highest = sequence
		a.received++
		return true
	}
	behind := a.highest - sequence
	if behind >= 64 || a.recent&(1<<behind) != 0 {
		return false // repeated, or so late that nobody can tell
	}
	a.recent |= 1 << behind
	a.received++
	return true
}

// lost is how many have not come of those that count, up to a number that the sender has sent.
func (a *arrivals) lost(last uint32) uint64 {
	if a.from == 0 || last < a.from {
		return 0
	}
	expected := uint64(last-a.from) + 1
	return expected - min(expected, a.received)
}
