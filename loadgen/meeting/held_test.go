package meeting

import (
	"testing"
	"time"
)

func TestRoomsAddUpAndTheWorstComeFirst(t *testing.T) {
	good, bad := aRoom(track(250, 2), track(250, 2)), aRoom(track(250, 2), track(175, 77))
	bad.room = &room{number: 2, name: "test 2"}
	held := hold{windows: []*window{good, bad}}
	held.start.received.Time, held.end.received.Time = time.Unix(0, 0), time.Unix(10, 0)
	all, rooms := held.counts()
	if all.participantsReceiving != 5 || all.tracksExpected != 4 || all.packetsExpected != 600 || all.packetsLost != 75 {
		t.Errorf("all %+v", all)
	}
	// Two subscribers, each with 250 packets of 1000 bytes in 10 s, are 400 kbit/s.
	if rooms[0].OutBitsPerSecond != 400_000 || rooms[1].PacketsLost != 75 || rooms[1].Room != 2 {
		t.Errorf("rooms %+v", rooms)
	}
	misses := worst(append(all.misses, Miss{Participant: 9, Room: 1, Expected: 10, Received: 1}), true)
	if len(misses) != 2 || misses[0].Participant != 9 || misses[1].Room != 2 {
		t.Errorf("worst %+v", misses)
	}
	if alone := worst(all.misses, false); alone[0].Room != 0 {
		t.Errorf("a single room is told: %+v", alone)
	}
}
