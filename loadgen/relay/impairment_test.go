package relay

import (
	"math"
	"testing"
	"time"
)

func TestTheSameSeedGivesTheSameFates(t *testing.T) {
	impairment := Impairment{Loss: 0.3, Delay: time.Millisecond, Jitter: time.Millisecond, ReorderShare: 0.2, ReorderDelay: time.Millisecond}
	one, other := newSchedule(impairment, 7, 1), newSchedule(impairment, 7, 1)
	for i := range int64(1000) {
		fate, due := one.next(i, 100)
		if again, dueAgain := other.next(i, 100); again != fate || dueAgain != due {
			t.Fatalf("datagram %d: %v at %d, then %v at %d", i, fate, due, again, dueAgain)
		}
	}
}

func TestLossIsThatOfTheProbability(t *testing.T) {
	const datagrams, loss = 100_000, 0.05
	schedule := newSchedule(Impairment{Loss: loss}, 1, 1)
	dropped := 0
	for i := range int64(datagrams) {
		if fate, _ := schedule.next(i, 100); fate == FateDropped {
			dropped++
		}
	}
	// Five standard deviations of a binomial distribution: 5 * sqrt(100,000 * 0.05 * 0.95) = 345.
	if off := math.Abs(float64(dropped) - datagrams*loss); off > 5*math.Sqrt(datagrams*loss*(1-loss)) {
		t.Errorf("%d of %d dropped", dropped, datagrams)
	}
}

func TestAListedDatagramIsDropped(t *testing.T) {
	schedule := newSchedule(Impairment{Drop: func(ordinal uint64) bool { return ordinal == 2 }}, 1, 1)
	for i := range int64(5) {
		if fate, _ := schedule.next(i, 100); (fate == FateDropped) != (i == 2) {
			t.Errorf("datagram %d has fate %d", i, fate)
		}
	}
}

func TestJitterKeepsTheOrder(t *testing.T) {
	schedule := newSchedule(Impairment{Delay: time.Millisecond, Jitter: 50 * time.Millisecond}, 3, 1)
	last := int64(0)
	for i := range int64(1000) {
		_, due := schedule.next(i*1000, 100)
		if due < last || due < i*1000+int64(time.Millisecond) || due > 1000*1000+int64(51*time.Millisecond) {
			t.Fatalf("datagram %d is due at %d, the one before at %d", i, due, last)
		}
		last = due
	}
}

func TestAReorderedDatagramIsOvertaken(t *testing.T) {
	schedule := newSchedule(Impairment{ReorderShare: 1, ReorderDelay: time.Millisecond}, 1, 1)
	_, held := schedule.next(0, 100)
	schedule.ReorderShare = 0
	if _, next := schedule.next(10, 100); held != int64(time.Millisecond) || next != 10 {
		t.Errorf("held back until %d, the next is due at %d; expected 1,000,000 and 10", held, next)
	}
}

func TestALimitedLineSendsOneAfterTheOther(t *testing.T) {
	// 972 + 28 bytes are 8,000 bits: 8 ms at 1 Mbit/s.
	schedule := newSchedule(Impairment{RateBitsPerSecond: 1e6, QueueDelay: 20 * time.Millisecond}, 1, 1)
	for i, expectedMs := range []int64{8, 16, 24, 0} {
		fate, due := schedule.next(0, 972)
		if full := i == 3; (fate == FateQueueFull) != full || (!full && due != expectedMs*int64(time.Millisecond)) {
			t.Errorf("datagram %d: fate %d, due at %d ns, expected %d ms", i, fate, due, expectedMs)
		}
	}
}
