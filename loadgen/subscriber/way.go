package subscriber

import (
	"encoding/json"
	"fmt"
	"net/netip"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/route"
)

// wayTo is the address to talk to for a candidate of the server, the zero value for one that is of no
// use. With a route the server is told what it will see.
func (s *Subscriber) wayTo(transport string, candidate netip.AddrPort) (netip.AddrPort, error) {
	if s.negotiation.route == nil {
		if transport != "udp" {
			return netip.AddrPort{}, nil
		}
		return candidate, nil
	}
	way, err := s.negotiation.route(transport, candidate)
	if err != nil {
		return netip.AddrPort{}, &ConnectError{Stage: StageRoute, Cause: err}
	}
	if way.Through.IsValid() && way.Seen.IsValid() {
		trickle := &livekit.SignalRequest{Message: &livekit.SignalRequest_Trickle{Trickle: &livekit.TrickleRequest{
			Target: livekit.SignalTarget_SUBSCRIBER, CandidateInit: candidateOf(transport, way),
		}}}
		if err := s.signal.Load().Send(trickle); err != nil {
			return netip.AddrPort{}, err
		}
	}
	return way.Through, nil
}

// candidateOf is what the server will see, in the form that browsers trickle. The first section of
// every offer is the one of the data channels, with mid 0.
func candidateOf(transport string, way route.Way) string {
	kind, suffix := "host", ""
	if way.Relayed {
		kind, suffix = "relay", " raddr 0.0.0.0 rport 0"
	}
	if transport == "tcp" {
		suffix = " tcptype active"
	}
	line := fmt.Sprintf("candidate:1 1 %s %d %s %d typ %s%s", transport, hostPriority, way.Seen.Addr(), way.Seen.Port(), kind, suffix)
	text, _ := json.Marshal(map[string]any{"candidate": line, "sdpMid": "0", "sdpMLineIndex": 0}) // strings and numbers always encode
	return string(text)
}
