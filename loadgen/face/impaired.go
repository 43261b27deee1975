package face

import (
	"net/netip"
	"time"

	"gomeet/loadgen/relay"
	"gomeet/loadgen/route"
)

// impair opens a link of the shared relay.
func (f *Face) impair(server netip.AddrPort) (way route.Way, end func(), err error) {
	shared, err := f.set.impairing()
	if err != nil {
		return way, nil, err
	}
	impairment := relay.Impairment{
		Loss:              f.options.LossPercent / 100,
		Delay:             time.Duration(f.options.DelayMs * float64(time.Millisecond)),
		RateBitsPerSecond: f.options.RateKbps * 1000,
	}
	link, err := shared.Open(relay.LinkOptions{
		Server: server, Listen: f.source, ToServer: impairment, ToParticipant: impairment,
	})
	if err != nil {
		return way, nil, err
	}
	return route.Way{Through: link.Address, Seen: link.Seen}, link.Close, nil
}

// impairing is the relay that all lossy and slow participants share.
func (s *Set) impairing() (*relay.Relay, error) {
	s.opening.Lock()
	defer s.opening.Unlock()
	if s.relay == nil {
		started, err := relay.New(relay.Options{Seed: s.seed})
		if err != nil {
			return nil, err
		}
		s.relay = started
	}
	return s.relay, nil
}
