package crowd

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"
)

// decoded is the last message that was decoded. Everyone in a room gets the same bytes, one after the
// other, so that one decoding does for hundreds.
type decoded struct {
	payload []byte
	message serverMessage
}

// consume handles all that has come whole and returns what has not.
func (l *loop) consume(number int, data []byte) ([]byte, error) {
	c := &l.connections[number]
	if c.state == upgrading {
		rest, ok, err := readUpgrade(data)
		if !ok || err != nil {
			return rest, err
		}
		data = rest
		c.state = authenticating
		if err := l.send(number, map[string]string{"type": "authenticate", "ticket": c.arrival.ticket}); err != nil {
			return nil, err
		}
	}
	for {
		f, rest, ok, err := parseFrame(data)
		if !ok || err != nil {
			return rest, err
		}
		if err := l.take(number, f); err != nil {
			return nil, err
		}
		data = rest
	}
}

func (l *loop) take(number int, f frame) error {
	switch f.opcode {
	case opPing:
		if l.figures.isHolding {
			l.connections[number].pinged = true
			l.figures.pings++
		}
		return l.sendFrame(number, opPong, f.payload)
	case opPong:
		return nil
	case opClose:
		_ = l.sendFrame(number, opClose, f.payload[:min(len(f.payload), 2)])
		closed := &closedError{code: 1005}
		if len(f.payload) >= 2 {
			closed.code, closed.reason = int(binary.BigEndian.Uint16(f.payload)), string(f.payload[2:])
		}
		return closed
	case opText, opContinuation:
		return l.gather(number, f)
	default:
		return fmt.Errorf("%w: opcode %d", errFrame, f.opcode)
	}
}

// gather puts a message together that comes in several frames.
func (l *loop) gather(number int, f frame) error {
	begun, isBegun := l.fragments[number]
	if isBegun != (f.opcode == opContinuation) {
		return fmt.Errorf("%w: fragments out of order", errFrame)
	}
	if f.final && !isBegun {
		return l.hear(number, f.payload)
	}
	begun = append(begun, f.payload...)
	if len(begun) > maxFrameBytes {
		return fmt.Errorf("%w: a message of more than %d bytes", errFrame, maxFrameBytes)
	}
	if !f.final {
		l.fragments[number] = begun
		return nil
	}
	delete(l.fragments, number)
	return l.hear(number, begun)
}

func (l *loop) hear(number int, payload []byte) error {
	l.figures.frames++
	if l.last.payload == nil || !bytes.Equal(payload, l.last.payload) {
		message, err := readMessage(payload)
		if err != nil {
			return err
		}
		l.last.payload = append(l.last.payload[:0], payload...)
		l.last.message = message
	}
	c, message := &l.connections[number], &l.last.message
	switch message.Type {
	case "authenticated":
		c.state = joining
		return l.send(number, map[string]string{"type": "join_room", "roomId": l.rooms[l.plan.roomOf(number)].id})
	case "joined":
		l.enter(number)
	case "chat_message":
		l.heard(number, message)
	case "chat_accepted":
		l.accepted(number, message)
	case "reconnect":
		l.returning[number] = time.Duration(message.AfterMs) * time.Millisecond
	case "error":
		if c.state != joined {
			return &refusalError{message.Code, message.Message}
		}
		l.figures.refusedLines++
		l.tally.Failure("chat", fmt.Errorf("%s: %s", message.Code, message.Message))
	}
	return nil
}

func (l *loop) enter(number int) {
	c := &l.connections[number]
	if c.state != joining {
		return
	}
	l.figures.connect.Record(time.Since(c.arrival.intended).Microseconds())
	l.figures.handshake.Record(time.Since(c.arrival.began).Microseconds())
	l.figures.joined++
	l.figures.entered++
	c.arrival.outcome <- nil
	c.state, c.arrival = joined, nil
}

// leave says goodbye; the server answers the close frame and ends the connection.
func (l *loop) leave(number int) {
	c := &l.connections[number]
	if c.state != joined {
		return
	}
	l.figures.joined--
	c.state = leaving
	if err := l.sendFrame(number, opClose, binary.BigEndian.AppendUint16(nil, 1000)); err != nil {
		l.close(number)
	}
}
