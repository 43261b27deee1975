package signal

import (
	"context"
	"errors"
	"net/url"

	"github.com/livekit/protocol/livekit"
)

// Resume opens a new signalling connection for a participant whose old one was lost while its media
// went on. The participant keeps its id and its tracks; the server restarts ICE of the subscriber
// connection. The options are those of the Dial before. Errors are Dial's; of one that MustRejoin, the
// server no longer knows the participant.
func Resume(ctx context.Context, options Options, participantSID string) (*Conn, *livekit.ReconnectResponse, error) {
	more := url.Values{"reconnect": {"1"}, "sid": {participantSID}}
	conn, response, err := open(ctx, options, more, func(r *livekit.SignalResponse) bool { return r.GetReconnect() != nil })
	return conn, response.GetReconnect(), err
}

// MustRejoin says whether a Resume was refused in a way that only a new Dial helps.
func MustRejoin(err error) bool {
	var leave *LeaveError
	return errors.As(err, &leave) && leave.Action == livekit.LeaveRequest_RECONNECT
}

// IsLost says whether a connection's end leaves the participant in the room, so that it may Resume: the
// network or the server's front broke it, and neither side meant to end it. After a Leave with the
// action RESUME the server asks for that itself.
func IsLost(reason error) bool {
	var lost *LostError
	var leave *LeaveError
	return errors.As(reason, &lost) || errors.Is(reason, ErrPingTimeout) ||
		errors.As(reason, &leave) && leave.Action == livekit.LeaveRequest_RESUME
}

// Break cuts the TCP connection without a goodbye, as a network that goes away does. The reason of the
// end is then a *LostError.
func (c *Conn) Break() { _ = c.socket.UnderlyingConn().Close() }
