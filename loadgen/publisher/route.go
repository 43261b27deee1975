package publisher

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/pion/ice/v4"
	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/route"
)

// detour is Options.Route, nil for the direct way.
type detour route.Route

// apply puts the route's address in the place of a candidate's; without a route nothing changes.
func (d detour) apply(candidate webrtc.ICECandidateInit) (routed webrtc.ICECandidateInit, usable bool, err error) {
	if d == nil {
		return candidate, true, nil
	}
	parsed, err := ice.UnmarshalCandidate(strings.TrimPrefix(candidate.Candidate, "candidate:"))
	if err != nil {
		return candidate, false, nil // a kind of candidate that pion does not know
	}
	host, err := netip.ParseAddr(parsed.Address())
	if err != nil || !host.Is4() {
		return candidate, false, nil // a name or IPv6
	}
	way, err := d(parsed.NetworkType().NetworkShort(), netip.AddrPortFrom(host, uint16(parsed.Port())))
	if err != nil || !way.Through.IsValid() {
		return candidate, false, err
	}
	candidate.Candidate = fmt.Sprintf("candidate:1 1 udp %d %s %d typ host", parsed.Priority(), way.Through.Addr(), way.Through.Port())
	return candidate, true, nil
}

// hide takes this side's candidates out of an offer, so that the server answers where the checks
// come from.
func (d detour) hide(offer string) string {
	if d == nil {
		return offer
	}
	lines := strings.SplitAfter(offer, "\n")
	shown := lines[:0]
	for _, line := range lines {
		if !strings.HasPrefix(line, "a=candidate:") {
			shown = append(shown, line)
		}
	}
	return strings.Join(shown, "")
}
