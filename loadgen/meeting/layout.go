package meeting

import (
	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/signal"
)

// announceLayout tells LiveKit the tile sizes of the cameras that are in the room already,
// before it has set up their media. Otherwise it begins every one at the highest layer until
// the first offer is answered: 1.5 Mbit/s instead of 0.13 for each of 500 joining at once.
// The subscriber repeats it when the offer has brought the final order.
func announceLayout(conn *signal.Conn, joined *livekit.JoinResponse, tiles []Tile) error {
	cameras := 0
	for _, other := range joined.GetOtherParticipants() {
		for _, track := range other.GetTracks() {
			if track.GetType() != livekit.TrackType_VIDEO {
				continue
			}
			settings := &livekit.UpdateTrackSettings{TrackSids: []string{track.GetSid()}, Disabled: true}
			if cameras < len(tiles) {
				settings.Disabled = false
				settings.Width, settings.Height = uint32(tiles[cameras].Width), uint32(tiles[cameras].Height)
			}
			cameras++
			if err := conn.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_TrackSetting{TrackSetting: settings}}); err != nil {
				return err
			}
		}
	}
	return nil
}
