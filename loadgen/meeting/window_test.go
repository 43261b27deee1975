package meeting

import (
	"errors"
	"testing"

	"gomeet/loadgen/publisher"
	"gomeet/loadgen/subscriber"
)

// A room of a publisher with a camera (15 packets/s at 180p, 75 at 360p) and two who watch it
// in 180p tiles, over 10 s.
func aRoom(first, second subscriber.TrackCounts) *window {
	before := subscriber.TrackCounts{TrackSID: "TR_cam", Video: true, Packets: 100, Lost: 2}
	counts := func(sent uint64) map[layerKey]sentCount {
		return map[layerKey]sentCount{{"TR_cam", "q"}: {packets: sent}, {"TR_cam", "h"}: {packets: 5 * sent}}
	}
	start := newEdge(counts(996), counts(1000), subscriber.Snapshot{Subscribers: []subscriber.SubscriberCounts{
		{Index: 7}, {Index: 8, Tracks: []subscriber.TrackCounts{before}}, {Index: 9, Tracks: []subscriber.TrackCounts{before}},
	}})
	end := newEdge(counts(1146), counts(1150), subscriber.Snapshot{Subscribers: []subscriber.SubscriberCounts{
		{Index: 7}, {Index: 8, Tracks: []subscriber.TrackCounts{first}}, {Index: 9, Tracks: []subscriber.TrackCounts{second}},
	}})
	return &window{
		plan: &Plan{Participants: 3, Publishers: 1, Layout: Layout{Tiles: []Tile{{320, 180}}}},
		room: &room{number: 1, name: "test"},
		tracks: []publishedTrack{{owner: "speaker", sid: "TR_cam", layers: []publisher.StreamCount{
			{TrackSID: "TR_cam", Kind: "video", Layer: "q", Height: 180}, {TrackSID: "TR_cam", Kind: "video", Layer: "h", Height: 360},
		}}},
		members: []member{{joined: true, index: 7}, {joined: true, index: 8}, {joined: true, index: 9}},
		start:   &start, end: &end,
	}
}

func track(packets uint64, lost int64) subscriber.TrackCounts {
	return subscriber.TrackCounts{TrackSID: "TR_cam", Video: true, Packets: packets, Lost: lost, WireBytes: 1000 * packets}
}

func TestPacketsOnTheirWayAtTheEdgesAreNoLoss(t *testing.T) {
	// 150 were sent in the window; one subscriber has 3 of them still to come, the other got 2 of
	// the time before.
	counts := aRoom(track(247, 2), track(252, 2)).counts()
	if counts.participantsReceiving != 3 || counts.tracksExpected != 2 || counts.tracksReceived != 2 || len(counts.misses) != 0 {
		t.Errorf("counts %+v", counts)
	}
	if counts.packetsExpected != 147+152 || counts.packetsReceived != 147+152 || counts.packetsLost != 0 {
		t.Errorf("packets %+v", counts)
	}
	if counts.packetsLostJoining != 4 {
		t.Errorf("%d lost while joining", counts.packetsLostJoining)
	}
}

func TestATrackWithOnePercentMissingIsReceivedAndWithTwoIsNot(t *testing.T) {
	counts := aRoom(track(249, 3), track(247, 5)).counts()
	if counts.tracksReceived != 1 || counts.participantsReceiving != 2 || counts.packetsLost != 4 {
		t.Errorf("counts %+v", counts)
	}
	want := Miss{Participant: 2, Track: "TR_cam", Expected: 150, Received: 147, Reason: "packets are missing"}
	if len(counts.misses) != 1 || counts.misses[0] != want {
		t.Errorf("misses %+v, want %+v", counts.misses, want)
	}
}

func TestAServerThatFallsSilentIsNoticedWithoutAGapInTheSequence(t *testing.T) {
	counts := aRoom(track(250, 2), track(180, 2)).counts()
	if counts.tracksReceived != 1 || counts.packetsExpected != 300 || counts.packetsLost != 70 {
		t.Errorf("counts %+v", counts)
	}
}

func TestALossThatIsRepairedInTheWindowIsNotCountedBelowZero(t *testing.T) {
	counts := aRoom(track(252, 0), track(250, 2)).counts()
	if counts.packetsLost != 0 || counts.tracksReceived != 2 {
		t.Errorf("counts %+v", counts)
	}
}

func TestWhoIsNotThereIsAmongTheWorst(t *testing.T) {
	w := aRoom(track(250, 2), track(100, 2))
	w.members[1] = member{}
	w.members[2].ended = errors.New("thrown out")
	counts := w.counts()
	if counts.tracksExpected != 2 || counts.tracksReceived != 0 || counts.participantsReceiving != 1 {
		t.Errorf("counts %+v", counts)
	}
	if len(counts.misses) != 2 || counts.misses[0].Reason != "did not join" || counts.misses[1].Reason != "thrown out" {
		t.Errorf("misses %+v", counts.misses)
	}
}

func TestATrackThatTheServerDidNotOfferIsAMiss(t *testing.T) {
	w := aRoom(track(250, 2), track(250, 2))
	w.end.tracks[9] = nil
	counts := w.counts()
	if counts.tracksReceived != 1 || len(counts.misses) != 1 || counts.misses[0].Reason != "the server did not offer it" {
		t.Errorf("counts %+v", counts)
	}
}

func TestTheLayerOfATileIsTheSmallestThatIsNineTenthsAsHigh(t *testing.T) {
	w := aRoom(track(250, 2), track(250, 2))
	for height, want := range map[int]string{90: "q", 180: "q", 200: "q", 201: "h", 360: "h", 720: "h"} {
		if key, ok := w.layer("TR_cam", height); !ok || key.layer != want {
			t.Errorf("a tile %d high gets layer %q, want %q", height, key.layer, want)
		}
	}
}
