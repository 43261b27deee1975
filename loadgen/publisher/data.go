package publisher

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/datachannel"
)

// DataOptions say what data messages to send.
type DataOptions struct {
	Participant *datachannel.Participant // makes the messages and counts them
	// MessagesPerSecond is the rate of both kinds together; they take turns. 0 opens the channels and
	// sends nothing.
	MessagesPerSecond float64
}

// dataStream is the task that sends one participant's data messages.
type dataStream struct {
	options  DataOptions
	channels [2]*webrtc.DataChannel // by datachannel.Kind
	opened   chan struct{}
	ended    <-chan struct{} // the publisher's
	stopped  atomic.Bool
	interval time.Duration
	turn     datachannel.Kind
}

// openDataStream asks for LiveKit's channels; they come up with the connection. It belongs before the offer.
func openDataStream(options DataOptions, connection *webrtc.PeerConnection, ended <-chan struct{}) (*dataStream, error) {
	d := &dataStream{options: options, opened: make(chan struct{}, len(datachannel.Labels)), ended: ended}
	if options.MessagesPerSecond > 0 {
		d.interval = time.Duration(float64(time.Second) / options.MessagesPerSecond)
	}
	noRetransmits, unordered := uint16(0), false
	for kind, settings := range map[datachannel.Kind]*webrtc.DataChannelInit{
		datachannel.Reliable: nil,
		datachannel.Lossy:    {Ordered: &unordered, MaxRetransmits: &noRetransmits},
	} {
		channel, err := connection.CreateDataChannel(datachannel.Labels[kind], settings)
		if err != nil {
			return nil, fmt.Errorf("data channel %s: %w", datachannel.Labels[kind], err)
		}
		channel.OnOpen(func() { d.opened <- struct{}{} })
		d.channels[kind] = channel
	}
	return d, nil
}

// awaitData waits until the server has opened both channels.
func (p *Publisher) awaitData(ctx context.Context) error {
	for range datachannel.Labels {
		if err := p.await(ctx, p.data.opened, "data channels"); err != nil {
			return err
		}
	}
	return nil
}

// StopData ends the sending of data messages. The channels stay open.
func (p *Publisher) StopData() {
	if p.data != nil {
		p.data.stopped.Store(true)
	}
}

// send sends the next message. One that the channel refuses stays counted as sent: whoever misses it has
// lost it, and that the connection has failed is told by its state.
func (d *dataStream) send(intended time.Time) time.Time {
	select {
	case <-d.ended:
		return time.Time{}
	default:
	}
	if d.stopped.Load() {
		return time.Time{}
	}
	kind := d.turn
	d.turn = 1 - d.turn
	if packet, err := d.options.Participant.Packet(kind, intended); err == nil {
		_ = d.channels[kind].Send(packet)
	}
	return intended.Add(d.interval)
}
