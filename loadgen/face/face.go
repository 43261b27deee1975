// Package face gives participants networks of their own: through TURN, over TCP, lossy or slow. Each
// is a forwarder on this machine that stands between a participant's socket and the server.
package face

import (
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/relay"
	"gomeet/loadgen/route"
)

// connectTimeout bounds the way to a TURN server or an ICE-TCP port: as long as browsers need to
// give up on a candidate and take the next.
const connectTimeout = 5 * time.Second

// Set holds the faces of a plan and what they share.
type Set struct {
	faces []Options
	seed  uint64

	opening sync.Mutex
	relay   *relay.Relay // started for the first participant who needs it

	throughTURN, throughTURNS, overTCP atomic.Uint64
}

// Carried are the datagrams that came from the servers on ways of their own, with everything in them: media,
// their reports, handshakes.
type Carried struct {
	ThroughTURN  uint64 `json:"datagramsThroughTurn"`
	ThroughTURNS uint64 `json:"datagramsThroughTurns"`
	OverTCP      uint64 `json:"datagramsOverTcp"`
}

// Carried is what came until now.
func (s *Set) Carried() Carried {
	return Carried{ThroughTURN: s.throughTURN.Load(), ThroughTURNS: s.throughTURNS.Load(), OverTCP: s.overTCP.Load()}
}

func (s *Set) counter(kind Kind) *atomic.Uint64 {
	switch kind {
	case TURN:
		return &s.throughTURN
	case TURNS:
		return &s.throughTURNS
	default:
		return &s.overTCP
	}
}

// NewSet takes a plan that Check found nothing wrong with. The seed decides which datagrams are lost.
func NewSet(faces []Options, seed uint64) *Set { return &Set{faces: faces, seed: seed} }

// Close ends what the faces share. Their participants are closed before.
func (s *Set) Close() {
	s.opening.Lock()
	defer s.opening.Unlock()
	if s.relay != nil {
		s.relay.Close()
	}
}

// For is the face of participant number, whose media sockets bind to source. It opens nothing yet.
// Join is what the participant's signalling began with: it may name a TURN server. Errors are *Error.
func (s *Set) For(number int, source netip.Addr, join *livekit.JoinResponse) (*Face, error) {
	options := pick(s.faces, number)
	if !source.Is4() {
		return nil, &Error{Kind: options.Kind, Cause: fmt.Errorf("source address %v is not an IPv4 address", source)}
	}
	face := &Face{options: options, source: source, set: s}
	if options.Kind.relays() && options.TURN == nil {
		server, err := serverOf(join, options.Kind)
		if err != nil {
			return nil, err
		}
		face.options.TURN = server
	}
	return face, nil
}

// Face is one participant's network.
type Face struct {
	options Options
	source  netip.Addr
	set     *Set

	opening sync.Mutex
	opened  []func() // what ends each forwarder
	closed  bool
}

// Kind is the face's kind, Direct for who has none.
func (f *Face) Kind() Kind { return f.options.Kind }

// Route is what subscriber.Options and publisher.Options take: nil for a direct face. It may take the
// 5 s of connectTimeout; its errors are *Error.
func (f *Face) Route() route.Route {
	if f.options.Kind == Direct {
		return nil
	}
	return f.route
}

func (f *Face) route(transport string, server netip.AddrPort) (route.Way, error) {
	if (transport == "tcp") != (f.options.Kind == TCP) {
		return route.Way{}, nil
	}
	way, end, err := f.open(server)
	if err != nil {
		return route.Way{}, &Error{Kind: f.options.Kind, Cause: err}
	}
	f.opening.Lock()
	defer f.opening.Unlock()
	if f.closed {
		end()
		return route.Way{}, nil
	}
	f.opened = append(f.opened, end)
	return way, nil
}

func (f *Face) open(server netip.AddrPort) (way route.Way, end func(), err error) {
	switch f.options.Kind {
	case TURN, TURNS:
		way, end, err = forward(f.source, f.set.counter(f.options.Kind), func() (far, error) { return allocate(f.options, f.source, server) })
		way.Relayed = true
		return way, end, err
	case TCP:
		return forward(f.source, f.set.counter(TCP), func() (far, error) { return dialTCP(f.source, server) })
	default:
		return f.impair(server)
	}
}

// Close ends the participant's forwarders.
func (f *Face) Close() {
	f.opening.Lock()
	defer f.opening.Unlock()
	f.closed = true
	for _, end := range f.opened {
		end()
	}
	f.opened = nil
}

// Error is a face that could not be had, such as a TURN server that does not answer.
type Error struct {
	Kind  Kind
	Cause error
}

func (e *Error) Error() string { return fmt.Sprintf("network face %q: %v", e.Kind, e.Cause) }

func (e *Error) Unwrap() error { return e.Cause }
