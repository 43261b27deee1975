package subscriber

import "encoding/binary"

// depacketizeAV1 reads an aggregation header and the OBU elements behind it (RTP payload format for
// AV1, version 1.0, section 4.4). A frame begins where a sequence does, or with a frame header.
func depacketizeAV1(buffer, payload []byte) (data []byte, starts, ok bool) {
	const continues, newSequence = 0x80, 0x08
	const frameHeader, frame = 3, 6
	if len(payload) < 2 {
		return buffer, false, false
	}
	flags, rest := payload[0], payload[1:]
	counted := int(flags >> 4 & 3) // 0: each element has its length before it, also the last
	for element := 1; len(rest) > 0; element++ {
		size := uint64(len(rest))
		if element != counted {
			length, lengthBytes := binary.Uvarint(rest) // leb128, as Go's varints are
			if lengthBytes <= 0 || length > uint64(len(rest)-lengthBytes) {
				return buffer, false, false
			}
			size, rest = length, rest[lengthBytes:]
		}
		if element == 1 && flags&continues == 0 && size > 0 {
			kind := rest[0] >> 3 & 0x0f
			starts = flags&newSequence != 0 || kind == frameHeader || kind == frame
		}
		buffer, rest = append(buffer, rest[:size]...), rest[size:]
	}
	return buffer, starts, true
}
