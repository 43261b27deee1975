package clip

import (
	"encoding/binary"
	"errors"
)

// vp9Picture reads the uncompressed header of a profile 0 frame (VP9 bitstream specification,
// section 6.2): 2 bits of frame marker, 2 of profile, show_existing_frame, then frame_type, 0 for
// a key frame. That goes on with 3 bytes of sync code, 4 bits of colour, and 16 bits each of width
// and height less one.
func vp9Picture(data []byte) (picture, error) {
	if len(data) == 0 || data[0]>>4 != 0b1000 {
		return picture{}, errors.New("it is no VP9 frame of profile 0")
	}
	read := picture{key: data[0]&0b1100 == 0, units: [][]byte{data}}
	if !read.key {
		return read, nil
	}
	if len(data) < 10 || data[1] != 0x49 || data[2] != 0x83 || data[3] != 0x42 {
		return picture{}, errors.New("its key frame has no VP9 sync code")
	}
	// Both sizes stand 4 bits behind a byte's beginning.
	sizes := binary.BigEndian.Uint64(data[2:]) >> 12
	read.width, read.height = int(sizes>>16&0xffff)+1, int(sizes&0xffff)+1
	return read, nil
}

// packetizeVP9 writes the payload descriptor (RFC 9628 section 4.2) in non-flexible mode. Each
// simulcast stream names its layer as the spatial layer: LiveKit believes the descriptor, not the
// stream (livekit-server pkg/sfu/receiver_base.go, forwardRTP), and without it would mix the layers
// of a camera into one stream. Nothing is predicted from another layer. The base layer's index is
// the picture id again, for there is one temporal layer.
func packetizeVP9(frame picture) [][]byte {
	const hasPictureID, predicted, hasLayers, begins, ends, hasStructure = 0x80, 0x40, 0x20, 0x08, 0x04, 0x02
	const longPictureID = 0x80
	const oneLayerWithSize = 0x10 // N_S = 0, that is one layer; Y = 1: width and height follow
	parts := cut(frame.units[0], MaxPayloadBytes-10)
	payloads := make([][]byte, len(parts))
	for i, part := range parts {
		descriptor := []byte{hasPictureID | hasLayers, longPictureID, 0, byte(frame.layer << 1), 0}
		if !frame.key {
			descriptor[0] |= predicted
		}
		if i == len(parts)-1 {
			descriptor[0] |= ends
		}
		if i == 0 {
			descriptor[0] |= begins
			if frame.key { // the size, as libwebrtc does
				descriptor[0] |= hasStructure
				descriptor = append(descriptor, oneLayerWithSize)
				descriptor = binary.BigEndian.AppendUint16(descriptor, uint16(frame.width))
				descriptor = binary.BigEndian.AppendUint16(descriptor, uint16(frame.height))
			}
		}
		payloads[i] = append(descriptor, part...)
	}
	return payloads
}
