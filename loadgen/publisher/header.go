package publisher

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtp"
)

// extensions are the negotiated numbers of what packets carry, 0 for what they do not.
type extensions struct {
	mid, rid, captureTime, audioLevel uint8
	payloadType                       uint8
}

// header is what a stream's packets begin with. It is built once, since building one allocates for
// each extension; of packet to packet only a few of its bytes change.
type header struct {
	rtp.Header
	captureTime [8]byte
	audioLevel  [1]byte
}

// prepare sets what all packets of a stream have in common. The order of the extensions is free.
func (h *header) prepare(ssrc uint32, mid, rid string, numbers extensions) {
	h.Header = rtp.Header{Version: 2, SSRC: ssrc, PayloadType: numbers.payloadType}
	for _, extension := range []struct {
		number uint8
		value  []byte
	}{{numbers.captureTime, h.captureTime[:]}, {numbers.audioLevel, h.audioLevel[:]}, {numbers.mid, []byte(mid)}, {numbers.rid, []byte(rid)}} {
		if extension.number != 0 && len(extension.value) > 0 {
			// It refuses only numbers above 14 and values above 16 bytes, and no answer brings such ones.
			_ = h.SetExtension(extension.number, extension.value)
		}
	}
}

// set makes it the header of one packet. The loudness stands in -dBov behind a bit for voice activity
// (RFC 6464 section 3): LiveKit takes for an active speaker who is louder than -35 dBov.
func (h *header) set(packet sentPacket) {
	const voice, speech, silence = 0x80, 25, 127
	h.SequenceNumber, h.Timestamp, h.Marker = packet.sequence, packet.timestamp, packet.marker
	binary.BigEndian.PutUint64(h.captureTime[:], ntp(packet.intended))
	h.audioLevel[0] = voice | speech
	if packet.frame == comfortFrame {
		h.audioLevel[0] = silence
	}
}

// ntp is a moment as 32.32 fixed-point seconds since 1900 (RFC 5905 section 6).
func ntp(moment time.Time) uint64 {
	const secondsFrom1900To1970 = 2_208_988_800
	nanoseconds := uint64(moment.UnixNano())
	seconds, rest := nanoseconds/1e9, nanoseconds%1e9
	return (seconds+secondsFrom1900To1970)<<32 | rest<<32/1e9
}
