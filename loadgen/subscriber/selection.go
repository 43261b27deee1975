package subscriber

import (
	"slices"

	"github.com/livekit/protocol/livekit"
)

// selection chooses the tracks of a participant who joined without AutoSubscribe: every microphone, and as many
// pictures as the layout has tiles. It is touched under the negotiation's lock.
type selection struct {
	layout   Layout
	present  []presentTrack // in order of appearance
	selected map[string]bool
}

type presentTrack struct {
	participantSID, sid string
	picture             bool
}

func newSelection(layout Layout) *selection {
	return &selection{layout: layout, selected: make(map[string]bool)}
}

// update takes what the server says of some participants, and returns the requests that bring what is chosen now
// and was not before. A track that is gone the server takes away by itself, which frees its tile for another.
func (c *selection) update(participants []*livekit.ParticipantInfo) []*livekit.SignalRequest {
	for _, participant := range participants {
		c.note(participant)
	}
	pictures := 0
	var sids []string
	var requests []*livekit.SignalRequest
	for _, track := range c.present {
		if track.picture {
			pictures++
		}
		if c.selected[track.sid] || track.picture && pictures > len(c.layout.Tiles) {
			continue
		}
		c.selected[track.sid] = true
		sids = append(sids, track.sid)
		if track.picture { // its size goes along, or the server begins with the largest
			tile := c.layout.Tiles[pictures-1]
			requests = append(requests, &livekit.SignalRequest{Message: &livekit.SignalRequest_TrackSetting{
				TrackSetting: &livekit.UpdateTrackSettings{
					TrackSids: []string{track.sid}, Width: uint32(tile.Width), Height: uint32(tile.Height),
				},
			}})
		}
	}
	if len(sids) == 0 {
		return nil
	}
	return append([]*livekit.SignalRequest{{Message: &livekit.SignalRequest_Subscription{
		Subscription: &livekit.UpdateSubscription{TrackSids: sids, Subscribe: true},
	}}}, requests...)
}

// note replaces what is known of one participant's tracks.
func (c *selection) note(participant *livekit.ParticipantInfo) {
	tracks := participant.GetTracks()
	if participant.GetState() == livekit.ParticipantInfo_DISCONNECTED {
		tracks = nil
	}
	isThere := func(sid string) bool {
		return slices.ContainsFunc(tracks, func(track *livekit.TrackInfo) bool { return track.GetSid() == sid })
	}
	c.present = slices.DeleteFunc(c.present, func(track presentTrack) bool {
		gone := track.participantSID == participant.GetSid() && !isThere(track.sid)
		if gone {
			delete(c.selected, track.sid)
		}
		return gone
	})
	for _, track := range tracks {
		if slices.ContainsFunc(c.present, func(known presentTrack) bool { return known.sid == track.GetSid() }) {
			continue
		}
		c.present = append(c.present, presentTrack{
			participantSID: participant.GetSid(), sid: track.GetSid(), picture: track.GetType() == livekit.TrackType_VIDEO,
		})
	}
}

// selectTracks asks the server for what the selection chooses; whoever joined with AutoSubscribe has none.
func (s *Subscriber) selectTracks(participants []*livekit.ParticipantInfo) error {
	if s.negotiation.selection == nil {
		return nil
	}
	others := slices.DeleteFunc(slices.Clone(participants), func(participant *livekit.ParticipantInfo) bool {
		return participant.GetSid() == s.negotiation.ownSID
	})
	for _, request := range s.negotiation.selection.update(others) {
		if err := s.signal.Load().Send(request); err != nil {
			return err
		}
	}
	return nil
}

// selectFirst asks for what is in the room already.
func (s *Subscriber) selectFirst(options Options) error {
	s.negotiating.Lock()
	defer s.negotiating.Unlock()
	return s.selectTracks(options.Join.GetOtherParticipants())
}
