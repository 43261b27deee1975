package publisher

import (
	"github.com/livekit/protocol/livekit"
)

// MuteMicrophone mutes or opens the microphone: LiveKit is told, and while it is muted no packet
// goes out, as from a browser. Without a microphone it does nothing. The error is signalling's.
func (p *Publisher) MuteMicrophone(muted bool) error {
	for _, track := range p.tracks {
		if track.source != livekit.TrackSource_MICROPHONE {
			continue
		}
		track.streams[0].muted.Store(muted)
		request := &livekit.MuteTrackRequest{Sid: track.sid, Muted: muted}
		if err := p.options.Signal.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Mute{Mute: request}}); err != nil {
			return err
		}
	}
	return nil
}
