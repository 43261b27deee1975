// Package publisher sends a microphone, a simulcast camera and a shared screen into a LiveKit room
// from pre-encoded clips. A room has few publishers, so they use pion's own peer connection; its
// interceptors are left out, for the clip itself answers NACK and picture-loss requests.
package publisher

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/webrtc/v4"
)

// Publisher is one participant's sending half.
type Publisher struct {
	options   Options
	transport *transport
	tracks    []*track
	data      *dataStream // nil without Options.Data
	offers    uint32      // sent so far

	mutex     sync.Mutex
	connected chan struct{}
	published chan *livekit.TrackPublishedResponse
	answered  chan string
	ended     chan struct{}
	err       error
	closing   sync.Once
}

// Connect announces the tracks, negotiates, and returns once ICE and DTLS are up and the
// first packets are on their schedule. It honours ctx and leaves nothing behind on error.
func Connect(ctx context.Context, options Options) (*Publisher, error) {
	publisher := &Publisher{
		options:   options,
		connected: make(chan struct{}), ended: make(chan struct{}),
		published: make(chan *livekit.TrackPublishedResponse, 4), answered: make(chan string, 1),
	}
	if err := publisher.connect(ctx); err != nil {
		publisher.Close()
		return nil, fmt.Errorf("publish: %w", err)
	}
	publisher.begin()
	return publisher, nil
}

func (p *Publisher) connect(ctx context.Context) error {
	address := p.options.SourceAddress
	if !address.IsValid() {
		address = p.options.Signal.LocalAddr()
	}
	transport, err := openTransport(address, p.options.codec())
	if err != nil {
		return err
	}
	transport.detour = detour(p.options.Route)
	p.transport = transport
	p.options.Signal.OnMessage(p.handle)
	transport.connection.OnConnectionStateChange(p.onState)
	if err := p.announce(ctx); err != nil {
		return err
	}
	if p.options.Data != nil {
		if p.data, err = openDataStream(*p.options.Data, transport.connection, p.ended); err != nil {
			return err
		}
	}
	if err := p.negotiate(ctx, nil); err != nil {
		return err
	}
	if err := p.await(ctx, p.connected, "ICE and DTLS"); err != nil || p.data == nil {
		return err
	}
	return p.awaitData(ctx)
}

// announce asks for each track and waits until LiveKit has given it an id.
func (p *Publisher) announce(ctx context.Context) error {
	if p.options.Microphone {
		p.tracks = append(p.tracks, newMicrophone(p.options))
	}
	if p.options.Camera {
		p.tracks = append(p.tracks, newCamera(p.options))
	}
	if p.options.ScreenShare {
		p.tracks = append(p.tracks, newScreen(p.options))
	}
	for _, track := range p.tracks {
		if err := p.options.Signal.Send(track.request()); err != nil {
			return err
		}
		select {
		case response := <-p.published:
			if response.GetCid() != track.clientID {
				return fmt.Errorf("LiveKit answered track %s when asked for %s", response.GetCid(), track.clientID)
			}
			p.mutex.Lock()
			track.sid = response.GetTrack().GetSid()
			p.mutex.Unlock()
		case <-p.options.Signal.Done():
			return p.options.Signal.Err()
		case <-ctx.Done():
			return fmt.Errorf("LiveKit did not accept track %s: %w", track.clientID, ctx.Err())
		}
		if err := track.attach(p.transport.connection); err != nil {
			return err
		}
	}
	return nil
}

func (p *Publisher) negotiate(ctx context.Context, options *webrtc.OfferOptions) error {
	offer, err := p.transport.offer(ctx, options)
	if err != nil {
		return err
	}
	p.offers++
	request := &livekit.SignalRequest{Message: &livekit.SignalRequest_Offer{
		Offer: &livekit.SessionDescription{Type: "offer", Sdp: offer, Id: p.offers},
	}}
	if err := p.options.Signal.Send(request); err != nil {
		return err
	}
	select {
	case answer := <-p.answered:
		return p.transport.accept(answer)
	case <-p.options.Signal.Done():
		return p.options.Signal.Err()
	case <-ctx.Done():
		return fmt.Errorf("LiveKit did not answer the offer: %w", ctx.Err())
	}
}

func (p *Publisher) await(ctx context.Context, event <-chan struct{}, what string) error {
	select {
	case <-event:
		return nil
	case <-p.ended:
		return p.Err()
	case <-p.options.Signal.Done():
		return p.options.Signal.Err()
	case <-ctx.Done():
		return fmt.Errorf("%s did not come up: %w", what, ctx.Err())
	}
}

// begin puts all streams on the schedule, at an own offset within 100 ms: publishers that
// began together would send all their frames in the same instant.
func (p *Publisher) begin() {
	start := time.Now().Add(time.Duration(rand.Int64N(int64(100 * time.Millisecond))))
	for _, stream := range p.streams() {
		go stream.listen()
	}
	for _, track := range p.tracks {
		for _, stream := range track.streams {
			stream.begin(start, track.transceiver.Mid(), p.transport.socket)
			p.options.Scheduler.add(stream, start)
		}
	}
	if p.data != nil && p.data.interval > 0 {
		p.options.Scheduler.add(p.data, start)
	}
	// The first reports follow the first frames at once: until then LiveKit holds back the
	// capture time.
	p.options.Scheduler.add(reports{p}, start.Add(50*time.Millisecond))
}

func (p *Publisher) streams() []*stream {
	var streams []*stream
	for _, track := range p.tracks {
		streams = append(streams, track.streams...)
	}
	return streams
}

func (p *Publisher) onState(state webrtc.PeerConnectionState) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch state {
	case webrtc.PeerConnectionStateConnected:
		select {
		case <-p.connected:
		default:
			close(p.connected)
		}
	case webrtc.PeerConnectionStateFailed:
		p.endLocked(fmt.Errorf("publisher's media connection failed"))
	}
}

func (p *Publisher) endLocked(reason error) {
	select {
	case <-p.ended:
	default:
		p.err = reason
		close(p.ended)
	}
}

// Err is why sending ended, nil while it goes on and after Close.
func (p *Publisher) Err() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.err
}

// Close stops sending and closes the media connection. The signalling stays with its owner.
func (p *Publisher) Close() {
	p.closing.Do(func() {
		for _, stream := range p.streams() {
			stream.stopped.Store(true)
		}
		p.mutex.Lock()
		p.endLocked(nil)
		p.mutex.Unlock()
		if p.transport != nil {
			p.transport.close()
		}
	})
}
