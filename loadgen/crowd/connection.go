package crowd

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/sys/unix"
)

// state is how far a connection has come.
type state uint8

const (
	absent state = iota
	dialing
	upgrading
	authenticating
	joining
	joined
	leaving
)

// connection is all that this process keeps for one WebSocket: 64 bytes, so the memory of a crowd
// is the kernel's. It belongs to the loop.
type connection struct {
	arrival  *arrival // until it has joined
	torn     []byte   // the beginning of something that has not come whole
	fd       int32
	sequence uint32 // of the last line heard in its room
	lines    uint32 // heard in the hold
	state    state
	held     bool // joined since before the hold began
	pinged   bool // in the hold
}

// arrival is a connection on its way in.
type arrival struct {
	number   int
	ticket   string
	intended time.Time  // when it should have set out
	began    time.Time  // to connect
	outcome  chan error // gets nil when it has joined, else why not; it has room for that
}

var (
	errGone   = errors.New("the server ended the connection without a close frame")
	errUnread = errors.New("the server does not read: its receive window is full")
)

// closedError is a close frame that the server sent unasked.
type closedError struct {
	code   int
	reason string
}

func (e *closedError) Error() string { return fmt.Sprintf("closed with %d %s", e.code, e.reason) }

// refusalError is an error message in place of the answer that lets a connection in.
type refusalError struct{ code, message string }

func (e *refusalError) Error() string { return e.code + ": " + e.message }

// asksForLater tells a server that is overloaded or restarting from one that refuses for good.
func asksForLater(why error) bool {
	var refused *refusalError
	if errors.As(why, &refused) {
		return refused.code == "unavailable"
	}
	var closed *closedError
	return errors.As(why, &closed) && (closed.code == closeRestart || closed.code == closeTryLater)
}

// Registered close codes of RFC 6455.
const (
	closeRestart  = 1012
	closeTryLater = 1013
)

// readUpgrade takes the answer to the upgrade from the front of data; ok is false while it is not whole.
func readUpgrade(data []byte) (rest []byte, ok bool, err error) {
	header, rest, whole := bytes.Cut(data, []byte("\r\n\r\n"))
	if !whole {
		if len(data) > 8<<10 {
			return data, false, fmt.Errorf("%w: the answer to the upgrade has no end", errFrame)
		}
		return data, false, nil
	}
	status, _, _ := bytes.Cut(header, []byte("\r\n"))
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 101 ")) {
		return rest, true, fmt.Errorf("upgrade refused: %s", status)
	}
	if !bytes.Contains(header, []byte(acceptKey)) {
		return rest, true, fmt.Errorf("%w: the answer to the upgrade lacks Sec-WebSocket-Accept: %s", errFrame, acceptKey)
	}
	return rest, true, nil
}

// send writes a message. A socket that takes no 300 bytes has a server behind it that stopped reading.
func (l *loop) send(number int, message any) error {
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return l.sendFrame(number, opText, text)
}

func (l *loop) sendFrame(number int, opcode byte, payload []byte) error {
	l.out = appendFrame(l.out[:0], opcode, payload, rand.Uint32())
	return write(int(l.connections[number].fd), l.out)
}

func write(fd int, data []byte) error {
	written, err := unix.Write(fd, data)
	switch {
	case err == unix.EAGAIN || err == nil && written < len(data):
		return errUnread
	case err != nil:
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
