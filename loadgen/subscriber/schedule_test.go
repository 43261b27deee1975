package subscriber

import "testing"

func TestTheLoopWakesOnlyForWhatIsDue(t *testing.T) {
	lone, other := &Subscriber{}, &Subscriber{}
	for _, test := range []struct {
		name       string
		slots      []*Subscriber
		feedback   []*Subscriber
		connecting map[*Subscriber]struct{}
		slotNumber int
		wait       int // slots beyond the next
	}{
		{"a report in the next slot", []*Subscriber{lone}, nil, nil, 0, 0},
		{"a report that has just been sent", []*Subscriber{lone}, nil, nil, 1, 49},
		{"the earlier of two reports", []*Subscriber{nil, nil, lone, other}, nil, nil, 40, 12},
		{"a hole to repair", []*Subscriber{lone}, []*Subscriber{lone}, nil, 1, 0},
		{"somebody who connects", []*Subscriber{lone}, nil, map[*Subscriber]struct{}{lone: {}}, 1, 0},
	} {
		h := &shard{slots: test.slots, feedback: test.feedback, connecting: test.connecting, slotNumber: test.slotNumber}
		for i, s := range test.slots {
			if s == nil {
				h.freeSlots = append(h.freeSlots, int32(i))
			} else {
				h.occupied[i]++
			}
		}
		if wait, some := h.slotsUntilDue(); wait != test.wait || !some {
			t.Errorf("%s: the loop waits %d slots (%v), expected %d", test.name, wait, some, test.wait)
		}
	}
	if _, some := new(shard).slotsUntilDue(); some {
		t.Error("something is due to nobody")
	}
}
