package subscriber

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/route"
	"gomeet/loadgen/signal"
)

// negotiation is the SDP side of a subscriber; it is touched under the subscriber's lock of that name.
type negotiation struct {
	local       localDescription
	remoteUfrag string
	fingerprint string
	tiling      tiling
	known       map[string]bool // video tracks that were given a tile or disabled
	route       route.Route
	selection   *selection // nil for who joined with AutoSubscribe
	ownSID      string
}

// trackSpec is what an offer says of one track; its strings are the subscriber's own.
type trackSpec struct {
	sid           string
	codecs        []payloadCodec
	video         bool
	disabled      bool
	nack          bool
	clockRate     int
	ssrc, rtxSSRC uint32
	captureID     uint8
}

func (s *Subscriber) handleSignal(response *livekit.SignalResponse) {
	var err error
	if offer := response.GetOffer(); offer != nil {
		err = s.handleOffer(offer)
	}
	if trickle := response.GetTrickle(); trickle != nil && trickle.GetTarget() == livekit.SignalTarget_SUBSCRIBER {
		err = s.handleTrickle(trickle.GetCandidateInit())
	}
	if update := response.GetUpdate(); update != nil {
		err = s.selectTracks(update.GetParticipants())
	}
	if err != nil {
		s.failSignalling(err)
	}
}

// handleOffer tells the engine of the tracks before it answers, so that no packet can come unannounced.
func (s *Subscriber) handleOffer(description *livekit.SessionDescription) error {
	parsed, err := parseOffer(description.GetSdp())
	if err != nil {
		return err
	}
	n := &s.negotiation
	first, restarts := n.remoteUfrag == "", n.remoteUfrag != "" && n.remoteUfrag != parsed.ufrag
	if first { // Connect reads it once it has seen that an offer came
		n.fingerprint = strings.Clone(parsed.fingerprint)
	}
	if restarts {
		n.local.ufrag, n.local.password = newCredentials()
	}
	if first || restarts {
		n.remoteUfrag = strings.Clone(parsed.ufrag)
	}
	local := n.local
	specs, settings := n.tracksOf(parsed)
	ufrag, password := n.remoteUfrag, strings.Clone(parsed.password)
	lite, rtxTypes := parsed.lite, parsed.rtxTypes
	tell := func() {
		if restarts {
			s.restartICE(local.ufrag, local.password)
		}
		s.ice.controlling = lite // the server offers, so it controls, unless it cannot (RFC 8445, section 6.1.1)
		s.passRetransmissions(rtxTypes)
		s.applyOffer(ufrag, password, specs)
	}
	if err := s.shard.post(tell); err != nil {
		return err
	}
	answer := &livekit.SignalRequest{Message: &livekit.SignalRequest_Answer{Answer: &livekit.SessionDescription{
		Type: "answer", Sdp: buildAnswer(parsed, local), Id: description.GetId(),
	}}}
	if err := s.signal.Load().Send(answer); err != nil {
		return err
	}
	if first {
		close(s.offered)
	}
	for _, setting := range settings {
		request := &livekit.SignalRequest{Message: &livekit.SignalRequest_TrackSetting{TrackSetting: setting}}
		if err := s.signal.Load().Send(request); err != nil {
			return err
		}
	}
	return nil
}

// tracksOf lists the offer's tracks and what the layout has to say to the server about them.
func (n *negotiation) tracksOf(o offer) (specs []trackSpec, settings []*livekit.UpdateTrackSettings) {
	var videoSIDs []string
	for i := range o.sections {
		section := &o.sections[i]
		if !section.carriesTrack() {
			continue
		}
		spec := trackSpec{
			sid: strings.Clone(section.trackSID), codecs: section.codecs,
			video: section.media == "video", nack: section.nack, clockRate: section.clockRate,
			ssrc: section.ssrc, rtxSSRC: section.rtxSSRC, captureID: section.captureID,
		}
		if spec.video {
			videoSIDs = append(videoSIDs, spec.sid)
		}
		specs = append(specs, spec)
	}
	settings = n.tiling.update(videoSIDs, n.known)
	clear(n.known)
	for _, sid := range videoSIDs {
		n.known[sid] = true
	}
	for i := range specs {
		specs[i].disabled = specs[i].video && !n.tiling.shows(specs[i].sid)
	}
	return specs, settings
}

func (s *Subscriber) handleTrickle(candidateInit string) error {
	var init struct{ Candidate string }
	if err := json.Unmarshal([]byte(candidateInit), &init); err != nil {
		return fmt.Errorf("trickled ICE candidate is not JSON: %w", err)
	}
	transport, candidate, ok := parseCandidate(init.Candidate)
	if !ok {
		return nil // IPv6 or a name: this client has no use for it
	}
	candidate, err := s.wayTo(transport, candidate)
	if err != nil || !candidate.IsValid() {
		return err
	}
	return s.shard.post(func() { s.addCandidate(candidate) })
}

// parseCandidate reads "candidate:1 1 udp 2130706431 127.0.0.1 50000 typ host" (RFC 8839, section 5.1)
// and accepts IPv4. The transport comes in lower case.
func parseCandidate(line string) (transport string, address netip.AddrPort, ok bool) {
	fields := strings.Fields(line)
	if len(fields) < 8 {
		return "", netip.AddrPort{}, false
	}
	host, err := netip.ParseAddr(fields[4])
	if err != nil || !host.Is4() {
		return "", netip.AddrPort{}, false
	}
	port, err := strconv.ParseUint(fields[5], 10, 16)
	return strings.ToLower(fields[2]), netip.AddrPortFrom(host, uint16(port)), err == nil
}

// negotiationKinds are the signalling messages a subscriber acts on. In a large room everybody is told of everybody's
// coming: only who selects tracks decodes that.
func (s *Subscriber) negotiationKinds() []signal.Kind {
	kinds := []signal.Kind{signal.KindOffer, signal.KindTrickle}
	if s.negotiation.selection != nil {
		kinds = append(kinds, signal.KindUpdate)
	}
	return kinds
}
