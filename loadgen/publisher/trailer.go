package publisher

import (
	"encoding/binary"
	"time"
)

// appendTrailer writes LiveKit's packet trailer behind a frame's last packet: the frame's intended
// time in microseconds since 1970, as tag, length and value, then the trailer's length, each byte
// inverted, then the magic word. LiveKit cuts it off for subscribers that cannot read it
// (livekit-server pkg/sfu/packettrailer).
func appendTrailer(buffer []byte, intended time.Time) []byte {
	const userTimestampTag, inverted = 0x01, 0xff
	const valueBytes, trailerBytes = 8, 1 + 1 + 8 + 1 + 4
	buffer = append(buffer, userTimestampTag^inverted, valueBytes^inverted)
	buffer = binary.BigEndian.AppendUint64(buffer, ^uint64(intended.UnixMicro()))
	return append(buffer, trailerBytes^inverted, 'L', 'K', 'T', 'S')
}
