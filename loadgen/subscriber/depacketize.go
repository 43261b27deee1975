package subscriber

// depacketizer appends to a buffer what one packet's payload holds of its frame. starts says that
// the packet begins a frame, ok that there is something of a frame in it. A whole frame is the
// packets' contents one after the other; for H.264 each NAL unit stands behind a start code.
type depacketizer func(buffer, payload []byte) (data []byte, starts, ok bool)

// depacketizers by the codec's name in SDP, in lower case.
var depacketizers = map[string]depacketizer{
	"vp8":  depacketizeVP8,
	"vp9":  depacketizeVP9,
	"h264": depacketizeH264,
	"av1":  depacketizeAV1,
}
