package subscriber

import "time"

// untilDue is how long the loop may block; negative is for ever.
func (h *shard) untilDue() time.Duration {
	slots, some := h.slotsUntilDue()
	if !some {
		return -1
	}
	return max(time.Until(h.nextSlot.Add(time.Duration(slots)*slotInterval)), 0)
}

// slotsUntilDue counts the slots, from the next on, that have nothing to do; some is false without
// subscribers. A lone one thus costs one wake-up a second, for its report.
func (h *shard) slotsUntilDue() (slots int, some bool) {
	if len(h.slots) == len(h.freeSlots) {
		return 0, false
	}
	if len(h.feedback) > 0 || len(h.connecting) > 0 {
		return 0, true
	}
	for h.occupied[(h.slotNumber+slots)%slotsPerSecond] == 0 {
		slots++ // ends: somebody is there, and whoever is there occupies a slot
	}
	return slots, true
}

func (h *shard) tick(now time.Time) {
	if now.Before(h.nextSlot) {
		return
	}
	h.repairMedia(now.UnixNano())
	for s := range h.connecting {
		s.checkCandidates(now.UnixNano())
	}
	// After a long pause (an idle engine) the missed slots are not made up for one by one.
	if now.Sub(h.nextSlot) > time.Second {
		h.nextSlot = now
	}
	for !now.Before(h.nextSlot) {
		for i := h.slotNumber; i < len(h.slots); i += slotsPerSecond {
			if s := h.slots[i]; s != nil {
				s.report(now.UnixNano())
			}
		}
		h.slotNumber = (h.slotNumber + 1) % slotsPerSecond
		h.nextSlot = h.nextSlot.Add(slotInterval)
	}
}
