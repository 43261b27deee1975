package subscriber

import (
	"errors"
	"fmt"
)

var (
	// ErrEngineClosed is a call on an engine after its Close.
	ErrEngineClosed = errors.New("subscriber engine is closed")
	// ErrClosed is the end of a subscriber whose Close was called.
	ErrClosed = errors.New("subscriber closed by this side")
	// ErrMediaTimeout is a server that sent no datagram for 15 s, not even an ICE check
	// (LiveKit checks every 2 s and gives up on a silent client after 10 + 5 s itself).
	ErrMediaTimeout = errors.New("no datagram from the media server for 15 s")
	// ErrServerClosed is a DTLS alert after the handshake: the server closed the media connection.
	ErrServerClosed = errors.New("the media server closed the DTLS connection")
	// ErrICERestart is an offer with new ICE credentials before the connection was up with the first.
	ErrICERestart = errors.New("the media server asked for an ICE restart before the connection was up")
)

// Stage is how far a connection attempt had come.
type Stage string

// The stages of Connect, in order.
const (
	StageSocket Stage = "socket"
	StageOffer  Stage = "offer"
	StageRoute  Stage = "route"
	StageICE    Stage = "ice"
	StageDTLS   Stage = "dtls"
	StageData   Stage = "data"
)

// ConnectError is a Connect that failed; Cause is ctx's error, the signalling connection's end
// (*signal.LeaveError and its like), or what went wrong in the stage itself.
type ConnectError struct {
	Stage Stage
	Cause error
}

func (e *ConnectError) Error() string {
	return fmt.Sprintf("media connection failed at stage %s: %v", e.Stage, e.Cause)
}

func (e *ConnectError) Unwrap() error { return e.Cause }
