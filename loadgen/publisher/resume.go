package publisher

import (
	"context"
	"fmt"

	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/signal"
)

// Resume goes on with a signalling connection from signal.Resume in the place of the one that was lost;
// the new one stays the caller's as well. As LiveKit's own clients do, it restarts ICE, and returns once
// the connection is up again. Sending never stops. The caller makes no other call meanwhile, and after an
// error only Close: pion makes no second offer while the first has no answer.
func (p *Publisher) Resume(ctx context.Context, conn *signal.Conn) error {
	p.options.Signal = conn
	conn.OnMessage(p.handle)
	p.mutex.Lock()
	connected := make(chan struct{})
	p.connected = connected
	p.mutex.Unlock()
	p.transport.expectAnswer()
	if err := p.negotiate(ctx, &webrtc.OfferOptions{ICERestart: true}); err != nil {
		return fmt.Errorf("resume publishing: %w", err)
	}
	if err := p.await(ctx, connected, "ICE"); err != nil {
		return fmt.Errorf("resume publishing: %w", err)
	}
	return nil
}

// expectAnswer keeps the server's new candidates back until its next answer has named their credentials.
func (t *transport) expectAnswer() {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.answered = false
}
