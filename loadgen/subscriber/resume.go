package subscriber

import (
	"fmt"
	"net/netip"
	"time"
	"unsafe"

	"github.com/livekit/protocol/livekit"
	"golang.org/x/sys/unix"

	"gomeet/loadgen/signal"
)

// follow makes the subscriber act on what a signalling connection says, and on its end. A resumable
// subscriber outlives a connection that is merely lost: its media go on, and Resume brings a new one.
func (s *Subscriber) follow(conn *signal.Conn) {
	s.signal.Store(conn)
	conn.OnClose(func(reason error) {
		if s.signal.Load() == conn {
			s.failSignalling(reason)
		}
	})
	conn.OnMessage(func(response *livekit.SignalResponse) {
		s.negotiating.Lock()
		defer s.negotiating.Unlock()
		if s.signal.Load() == conn {
			s.handleSignal(response)
		}
	}, s.negotiationKinds()...)
}

// failSignalling ends the subscriber unless it may resume.
func (s *Subscriber) failSignalling(reason error) {
	if !s.resumable.Load() || !signal.IsLost(reason) {
		s.fail(reason)
	}
}

// Resume goes on with a signalling connection from signal.Resume in the place of the one that was lost;
// the new one stays the caller's as well. The server answers with an ICE restart: MediaAgain tells its end.
// Packets that publishers send meanwhile are left out by the server; a NACK does not bring them (seen with
// LiveKit 1.13.5). The error is the connection's.
func (s *Subscriber) Resume(conn *signal.Conn) error {
	s.mediaAgain.Store(0)
	s.follow(conn)
	s.negotiating.Lock()
	hidden := s.negotiation.hidden()
	s.negotiating.Unlock()
	return conn.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_SyncState{SyncState: &livekit.SyncState{
		// No track is left out but those that the layout has no tile for.
		Subscription: &livekit.UpdateSubscription{Subscribe: false}, TrackSidsDisabled: hidden,
	}}})
}

// MediaAgain is when the first media packet after the latest ICE restart arrived, by the kernel's clock.
func (s *Subscriber) MediaAgain() (time.Time, bool) {
	if ns := s.mediaAgain.Load(); ns != 0 {
		return time.Unix(0, ns), true
	}
	return time.Time{}, false
}

// hidden lists the tracks that are disabled at the server.
func (n *negotiation) hidden() (sids []string) {
	for sid := range n.known {
		if !n.tiling.shows(sid) {
			sids = append(sids, sid)
		}
	}
	return sids
}

// restartICE begins anew with credentials that both sides have renewed. The server has given up its old
// ports by now, so nothing is lost by giving up the connected socket.
func (s *Subscriber) restartICE(ufrag, password string) {
	if s.outbound == nil {
		s.fail(ErrICERestart)
		return
	}
	if s.removed {
		return
	}
	if err := disconnectSocket(s.fd, s.local); err != nil {
		s.fail(&ConnectError{Stage: StageICE, Cause: err})
		return
	}
	s.ice = iceAgent{
		ufrag: ufrag, password: password, tieBreaker: s.ice.tieBreaker, controlling: s.ice.controlling,
		checkInterval: firstCheckInterval,
	}
	s.restartedNs = time.Now().UnixNano()
	s.shard.connecting[s] = struct{}{}
}

// noticeMedia takes the arrival of a media packet during an ICE restart; the first one ends it.
func (s *Subscriber) noticeMedia(arrivalNs int64) {
	if arrivalNs > s.restartedNs { // it is not one that still lay in a buffer
		s.restartedNs = 0
		s.mediaAgain.Store(arrivalNs)
	}
}

// disconnectSocket lets a connected socket receive from everywhere again. That makes the kernel forget a
// port which it chose itself, so the socket asks for it again.
func disconnectSocket(fd int, local netip.AddrPort) error {
	nobody := unix.RawSockaddr{Family: unix.AF_UNSPEC}
	if _, _, errno := unix.Syscall(unix.SYS_CONNECT, uintptr(fd), uintptr(unsafe.Pointer(&nobody)), unsafe.Sizeof(nobody)); errno != 0 {
		return fmt.Errorf("disconnect the UDP socket: %w", errno)
	}
	// Of a port that was asked for by number the kernel lets go no more: binding again then says EINVAL.
	if err := unix.Bind(fd, socketAddress(local)); err != nil && err != unix.EINVAL {
		return fmt.Errorf("bind the UDP socket to %v again: %w", local, err)
	}
	return nil
}
