package crowd

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Opcodes of RFC 6455, section 5.2.
const (
	opContinuation = 0x0
	opText         = 0x1
	opBinary       = 0x2
	opClose        = 0x8
	opPing         = 0x9
	opPong         = 0xA
)

// maxFrameBytes bounds what a frame may claim to be. The server's largest message is a room's
// presence: 500 people of 80 bytes are 40 KB.
const maxFrameBytes = 1 << 20

var errFrame = errors.New("the server broke the WebSocket protocol")

// frame is one frame as it came; its payload lies in the buffer that was parsed.
type frame struct {
	final   bool
	opcode  byte
	payload []byte
}

// parseFrame reads the first frame of data and returns what follows it. While the frame is not
// whole yet, ok is false and rest is data.
func parseFrame(data []byte) (f frame, rest []byte, ok bool, err error) {
	if len(data) < 2 {
		return f, data, false, nil
	}
	f.final, f.opcode = data[0]&0x80 != 0, data[0]&0x0F
	if data[0]&0x70 != 0 {
		return f, data, false, fmt.Errorf("%w: reserved bits are set", errFrame)
	}
	if data[1]&0x80 != 0 {
		return f, data, false, fmt.Errorf("%w: a server does not mask", errFrame)
	}
	length, header := uint64(data[1]&0x7F), 2
	if f.opcode >= opClose && (length > 125 || !f.final) {
		return f, data, false, fmt.Errorf("%w: a control frame is whole and at most 125 bytes long", errFrame)
	}
	switch length {
	case 126:
		if header = 4; len(data) < header {
			return f, data, false, nil
		}
		length = uint64(binary.BigEndian.Uint16(data[2:]))
	case 127:
		if header = 10; len(data) < header {
			return f, data, false, nil
		}
		length = binary.BigEndian.Uint64(data[2:])
	}
	if length > maxFrameBytes {
		return f, data, false, fmt.Errorf("%w: a frame of %d bytes; accepted are %d", errFrame, length, maxFrameBytes)
	}
	end := header + int(length)
	if len(data) < end {
		return f, data, false, nil
	}
	f.payload = data[header:end]
	return f, data[end:], true, nil
}

// appendFrame adds a client's frame of at most 64 KiB, masked as RFC 6455 asks of clients.
func appendFrame(out []byte, opcode byte, payload []byte, mask uint32) []byte {
	out = append(out, 0x80|opcode)
	if len(payload) < 126 {
		out = append(out, 0x80|byte(len(payload)))
	} else {
		out = append(out, 0x80|126, byte(len(payload)>>8), byte(len(payload)))
	}
	out = binary.BigEndian.AppendUint32(out, mask)
	var key [4]byte
	binary.BigEndian.PutUint32(key[:], mask)
	for i, value := range payload {
		out = append(out, value^key[i%4])
	}
	return out
}
