package signal

import (
	"errors"
	"fmt"

	"github.com/livekit/protocol/livekit"
)

// ErrClosed is what Err and Send report after Close was called on this side.
var ErrClosed = errors.New("signalling connection closed by this side")

// ErrPingTimeout says that the server sent nothing, not even an answer to a ping, for pingTimeout.
var ErrPingTimeout = errors.New("signalling connection timed out: no message and no pong from the server for 15 s")

// RefusedError is a WebSocket handshake that the server answered with an HTTP status, for example
// 401 for a token it does not accept. It never carries the token.
type RefusedError struct {
	StatusCode int
	Body       string // the first bytes of the server's own explanation
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("LiveKit refused the signalling connection with HTTP %d: %s", e.StatusCode, e.Body)
}

// UnreachableError is a server that could not be dialled, or that hung up before it said anything.
type UnreachableError struct {
	Address string
	Cause   error
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("LiveKit signalling at %s is unreachable: %v", e.Address, e.Cause)
}

func (e *UnreachableError) Unwrap() error { return e.Cause }

// LeaveError is a Leave message: the server ended this participant's stay.
type LeaveError struct {
	Reason livekit.DisconnectReason
	Action livekit.LeaveRequest_Action
}

func (e *LeaveError) Error() string {
	return fmt.Sprintf("LiveKit told the participant to leave: %s (action %s)", e.Reason, e.Action)
}

// LostError is a connection that broke while it was in use.
type LostError struct{ Cause error }

func (e *LostError) Error() string {
	return fmt.Sprintf("LiveKit signalling connection lost: %v", e.Cause)
}

func (e *LostError) Unwrap() error { return e.Cause }
