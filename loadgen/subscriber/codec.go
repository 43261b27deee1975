package subscriber

import "strings"

// codec is one that frames are checked of. It is a number because each of a room's tracks at each
// subscriber keeps the list of what its payload types stand for.
type codec uint8

const (
	unknownCodec codec = iota
	opus
	vp8
	vp9
	h264
	av1
)

// codecNames are the names in SDP, in lower case.
var codecNames = [...]string{"", "opus", "vp8", "vp9", "h264", "av1"}

func (c codec) String() string { return codecNames[c] }

func codecOf(name string) codec {
	for i, known := range codecNames {
		if strings.EqualFold(name, known) {
			return codec(i)
		}
	}
	return unknownCodec
}

// payloadCodec is the codec of a payload type. An offer lists all that the server could send; only
// the packets tell which it does.
type payloadCodec struct {
	payloadType uint8
	codec       codec
}

// depacketizer appends to a buffer what one packet's payload holds of its frame. starts says that
// the packet begins a frame, ok that there is something of a frame in it. A whole frame is the
// packets' contents one after the other; for H.264 each NAL unit stands behind a start code.
type depacketizer func(buffer, payload []byte) (data []byte, starts, ok bool)

var depacketizers = map[codec]depacketizer{vp8: depacketizeVP8, vp9: depacketizeVP9, h264: depacketizeH264, av1: depacketizeAV1}
