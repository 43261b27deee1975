package publisher

import (
	"slices"
	"strings"

	"github.com/livekit/protocol/livekit"
)

// handle runs on the signalling reader, so it never waits.
func (p *Publisher) handle(response *livekit.SignalResponse) {
	switch message := response.GetMessage().(type) {
	case *livekit.SignalResponse_TrackPublished:
		select {
		case p.published <- message.TrackPublished:
		default: // an answer to nobody's question
		}
	case *livekit.SignalResponse_Answer:
		select {
		case p.answered <- message.Answer.GetSdp():
		default:
		}
	case *livekit.SignalResponse_Trickle:
		if message.Trickle.GetTarget() == livekit.SignalTarget_PUBLISHER {
			if err := p.transport.addCandidate(message.Trickle.GetCandidateInit()); err != nil {
				p.mutex.Lock()
				p.endLocked(err)
				p.mutex.Unlock()
			}
		}
	case *livekit.SignalResponse_SubscribedQualityUpdate:
		p.setQualities(message.SubscribedQualityUpdate)
	}
}

// setQualities stops the layers that no subscriber watches and starts those that one asks for.
func (p *Publisher) setQualities(update *livekit.SubscribedQualityUpdate) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	at := slices.IndexFunc(p.tracks, func(track *track) bool { return track.sid == update.GetTrackSid() })
	if at < 0 {
		return
	}
	wanted := p.tracks[at]
	for _, codec := range update.GetSubscribedCodecs() {
		if strings.EqualFold(codec.GetCodec(), string(wanted.codec)) {
			wanted.setQualities(codec.GetQualities())
		}
	}
}

// setQualities pauses or resumes layers. The only layer of a shared screen serves every quality.
func (t *track) setQualities(qualities []*livekit.SubscribedQuality) {
	if len(t.streams) == 1 {
		isWanted := slices.ContainsFunc(qualities, (*livekit.SubscribedQuality).GetEnabled)
		t.streams[0].paused.Store(!isWanted)
		return
	}
	for _, quality := range qualities {
		layer := slices.Index(layerQualities, quality.GetQuality())
		if layer >= 0 && layer < len(t.streams) {
			t.streams[layer].paused.Store(!quality.GetEnabled())
		}
	}
}
