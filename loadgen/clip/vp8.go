package clip

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// vp8Picture reads a frame's tag (RFC 6386 section 9.1): 3 bytes whose lowest bit is 0 for a key
// frame, which goes on with a start code and 14-bit width and height.
func vp8Picture(data []byte) (picture, error) {
	if len(data) < 3 {
		return picture{}, fmt.Errorf("it has %d bytes; a VP8 frame has at least 3", len(data))
	}
	read := picture{key: data[0]&1 == 0, units: [][]byte{data}}
	if !read.key {
		return read, nil
	}
	if len(data) < 10 || data[3] != 0x9d || data[4] != 0x01 || data[5] != 0x2a {
		return picture{}, errors.New("its key frame has no VP8 start code")
	}
	read.width = int(binary.LittleEndian.Uint16(data[6:]) & 0x3fff)
	read.height = int(binary.LittleEndian.Uint16(data[8:]) & 0x3fff)
	return read, nil
}

// packetizeVP8 writes the payload descriptor with a 15-bit picture id before each part (RFC 7741
// section 4.2). The id is left 0: it is the publisher's, for the clip repeats while a stream goes on.
func packetizeVP8(frame picture) [][]byte {
	const extended, startOfPartition, hasPictureID, longPictureID = 0x80, 0x10, 0x80, 0x80
	parts := cut(frame.units[0], MaxPayloadBytes-4)
	payloads := make([][]byte, len(parts))
	for i, part := range parts {
		first := byte(extended)
		if i == 0 {
			first |= startOfPartition
		}
		payloads[i] = append([]byte{first, hasPictureID, longPictureID, 0}, part...)
	}
	return payloads
}
