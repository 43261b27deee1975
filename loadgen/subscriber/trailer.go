package subscriber

import (
	"encoding/binary"
	"time"
)

// LiveKit's packet trailer stands behind the payload of a frame's last packet: entries of tag, length
// and value, the trailer's length, each byte inverted, then the magic word (livekit-server
// pkg/sfu/packettrailer). The server cuts it off for subscribers that did not say they can read it.
const (
	trailerMagic      = "LKTS"
	trailerEndBytes   = 1 + len(trailerMagic) // the length and the magic word
	userTimestampTag  = 0x01
	userTimestampSize = 8
	inverted          = 0xff
)

// cutTrailer takes the trailer off a payload. capturedUs is its user timestamp, microseconds since
// 1970, 0 when there is none.
func cutTrailer(payload []byte) (media []byte, capturedUs int64) {
	end := len(payload) - trailerEndBytes
	if end < 0 || string(payload[end+1:]) != trailerMagic {
		return payload, 0
	}
	size := int(payload[end] ^ inverted)
	if size < trailerEndBytes || size > len(payload) {
		return payload, 0
	}
	start := len(payload) - size
	for entries := payload[start:end]; len(entries) >= 2; {
		tag, valueSize := entries[0]^inverted, int(entries[1]^inverted)
		if len(entries) < 2+valueSize {
			break
		}
		if tag == userTimestampTag && valueSize == userTimestampSize {
			capturedUs = int64(^binary.BigEndian.Uint64(entries[2:]))
		}
		entries = entries[2+valueSize:]
	}
	return payload[:start], capturedUs
}

// takeTrailer records the frame's latency by its trailer and returns the payload without it.
func (s *Subscriber) takeTrailer(payload []byte, arrivalNs int64) []byte {
	media, capturedUs := cutTrailer(payload)
	if capturedUs != 0 {
		s.shard.frameLatency.Record(arrivalNs/int64(time.Microsecond) - capturedUs)
	}
	return media
}
