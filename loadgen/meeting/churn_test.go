package meeting

import (
	"testing"

	"gomeet/loadgen/subscriber"
)

func TestASharePicksEvenlyAndExactly(t *testing.T) {
	all := make([]*participant, 50)
	for i := range all {
		all[i] = &participant{number: i}
	}
	for share, want := range map[float64]int{0: 0, 0.1: 5, 0.3: 15, 0.5: 25, 1: 50} {
		if got := len(spread(all, share)); got != want {
			t.Errorf("%v of 50 are %d, want %d", share, got, want)
		}
	}
	if half := spread(all, 0.5); half[0].number != 1 || half[1].number != 3 {
		t.Errorf("the half begins with %d, %d", half[0].number, half[1].number)
	}
}

func TestWhoComesAndGoesIsNoLossOfTheOthers(t *testing.T) {
	w := aRoom(track(250, 2), track(100, 2))
	w.members[2] = member{away: true}
	counts := w.counts()
	if counts.tracksExpected != 1 || counts.tracksReceived != 1 || counts.packetsLost != 0 || len(counts.misses) != 0 {
		t.Errorf("counts %+v", counts)
	}
}

func TestKeyFramesAskedForByNewcomersCount(t *testing.T) {
	before := map[int][]subscriber.TrackCounts{1: {{TrackSID: "a", PLIs: 4}}, 2: {{TrackSID: "a", PLIs: 9}}}
	after := map[int][]subscriber.TrackCounts{1: {{TrackSID: "a", PLIs: 6}}, 3: {{TrackSID: "a", PLIs: 5}}}
	if got := plisSince(before, after); got != 7 {
		t.Errorf("%d key frames were asked for, want 2 + 5", got)
	}
}
