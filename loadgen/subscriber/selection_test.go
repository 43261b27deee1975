package subscriber

import (
	"strings"
	"testing"

	"github.com/livekit/protocol/livekit"
)

// sends is somebody with these tracks: those that begin with m are microphones, the others pictures.
func sends(participantSID, tracks string) *livekit.ParticipantInfo {
	info := &livekit.ParticipantInfo{Sid: participantSID, State: livekit.ParticipantInfo_ACTIVE}
	for _, sid := range strings.Fields(tracks) {
		kind := livekit.TrackType_VIDEO
		if strings.HasPrefix(sid, "m") {
			kind = livekit.TrackType_AUDIO
		}
		info.Tracks = append(info.Tracks, &livekit.TrackInfo{Sid: sid, Type: kind})
	}
	return info
}

func TestEveryMicrophoneIsSelectedAndAsManyPicturesAsThereAreTiles(t *testing.T) {
	gone := sends("A", "a")
	gone.State = livekit.ParticipantInfo_DISCONNECTED
	chosen := newSelection(Layout{Tiles: []Tile{{320, 180}, {320, 180}}})
	for _, step := range []struct {
		told     *livekit.ParticipantInfo
		selected string
	}{
		{sends("A", "a m1"), "a m1"},
		{sends("B", "b m2"), "b m2"},
		{sends("C", "c m3"), "m3"}, // both tiles are taken
		{sends("B", "b m2"), ""},
		{gone, "c"},
		{sends("C", "m3"), ""},
		{sends("D", "d e"), "d"},
	} {
		var got []string
		for _, request := range chosen.update([]*livekit.ParticipantInfo{step.told}) {
			got = append(got, request.GetSubscription().GetTrackSids()...)
		}
		if text := strings.Join(got, " "); text != step.selected {
			t.Errorf("told of %s: selected %q, expected %q", step.told.GetSid(), text, step.selected)
		}
	}
}
