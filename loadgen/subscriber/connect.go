package subscriber

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"
)

var errNotSubscriberPrimary = errors.New(
	"the server does not use the subscriber connection as primary; it must speak LiveKit protocol 9 or later")

// Connect receives one participant's media. It returns when ICE and DTLS are up; tracks follow in
// later offers, as they are published. Errors are *ConnectError, which wraps ctx's error or the
// signalling connection's; after an error nothing is left open but the caller's signalling connection.
func (e *Engine) Connect(ctx context.Context, options Options) (*Subscriber, error) {
	if options.Join != nil && !options.Join.GetSubscriberPrimary() {
		return nil, &ConnectError{Stage: StageOffer, Cause: errNotSubscriberPrimary}
	}
	s, err := e.newSubscriber(options)
	if err != nil {
		return nil, &ConnectError{Stage: StageSocket, Cause: err}
	}
	s.follow(options.Signal)
	if err := s.selectFirst(options); err != nil {
		s.Close()
		return nil, &ConnectError{Stage: StageOffer, Cause: err}
	}
	if stage, err := s.establish(ctx); err != nil {
		s.Close()
		var whole *ConnectError
		if errors.As(err, &whole) {
			return nil, whole
		}
		return nil, &ConnectError{Stage: stage, Cause: err}
	}
	s.resumable.Store(options.Resumable)
	return s, nil
}

func (e *Engine) newSubscriber(options Options) (*Subscriber, error) {
	source := options.SourceAddress
	if !source.IsValid() {
		source = options.Signal.LocalAddr()
	}
	var capture *capture
	if !options.Decrypt { // whoever decrypts needs whole packets
		capture = e.capture
	}
	fd, local, err := openSocket(source, capture)
	if err != nil {
		return nil, err
	}
	agent := newICEAgent()
	told := local
	if options.Route != nil {
		told = netip.AddrPort{}
	}
	h := e.shardOf(local.Port())
	s := &Subscriber{
		shard: h, index: int(e.nextIndex.Add(1) - 1), fd: fd, ice: agent,
		local: local, captured: capture != nil, data: options.Data,
		decrypt: options.Decrypt, frameCheck: options.FrameCheck, onPacket: options.OnPacket, senderSSRC: uint32(randomUint64()) | 1,
		done: make(chan struct{}), offered: make(chan struct{}), nominated: make(chan struct{}),
		negotiation: negotiation{
			local: localDescription{
				ufrag: agent.ufrag, password: agent.password, fingerprint: e.fingerprint, address: told,
				data: options.Data != nil,
			},
			tiling: newTiling(options.Layout),
			known:  make(map[string]bool),
			route:  options.Route,
		},
	}
	if options.Selective {
		s.negotiation.selection = newSelection(options.Layout)
		s.negotiation.ownSID = options.Join.GetParticipant().GetSid()
	}
	var added error
	err = h.call(func() {
		if h.stopping {
			added = errors.Join(ErrEngineClosed, unix.Close(fd))
			return
		}
		if added = h.add(s); added != nil {
			h.remove(s)
		}
	})
	if err != nil {
		_ = unix.Close(fd)
	}
	if err = errors.Join(err, added); err != nil {
		return nil, err
	}
	return s, nil
}

// establish waits for the offer and for ICE, and runs DTLS on the caller's goroutine.
func (s *Subscriber) establish(ctx context.Context) (Stage, error) {
	for _, step := range []struct {
		stage   Stage
		reached <-chan struct{}
	}{{StageOffer, s.offered}, {StageICE, s.nominated}} {
		select {
		case <-step.reached:
		case <-s.done:
			return step.stage, s.err
		case <-ctx.Done():
			return step.stage, ctx.Err()
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // ends the handshake when the subscriber does; the handshake's end ends it
		select {
		case <-s.done:
			cancel()
		case <-ctx.Done():
		}
	}()
	pipe := s.pipe
	conn, keys, err := s.shard.engine.handshake(ctx, pipe, s.negotiation.fingerprint)
	if err != nil {
		if ended := s.Err(); ended != nil {
			return StageDTLS, ended
		}
		return StageDTLS, fmt.Errorf("DTLS handshake: %w", err)
	}
	if s.data == nil {
		retire(conn, pipe)
	}
	if err := s.shard.call(func() { s.secure(keys) }); err != nil {
		return StageDTLS, err
	}
	if s.data != nil {
		return StageData, s.openData(ctx, conn, pipe)
	}
	return StageDTLS, s.Err()
}

// secure installs the keys: from here on RTCP flows, and a sample is decrypted.
func (s *Subscriber) secure(keys srtpKeys) {
	s.inbound, s.outbound = keys.inbound, keys.outbound
	if s.data == nil {
		s.pipe = nil
		delete(s.shard.connecting, s)
	}
	s.lastHeardNs = time.Now().UnixNano()
	s.awaitFeedback()
}
