package clip

// Codec is an encoding by its name in SDP, in lower case.
type Codec string

// The codecs that clips exist in.
const (
	VP8  Codec = "vp8"
	H264 Codec = "h264"
	VP9  Codec = "vp9"
	AV1  Codec = "av1"
	Opus Codec = "opus"
)

// VideoCodecs are those a camera and a screen can be sent in.
var VideoCodecs = []Codec{VP8, H264, VP9, AV1}

// format is how a codec's clips are read and what its packets look like.
type format struct {
	read func(data []byte) ([]picture, error)
	// packetize cuts one picture into RTP payloads of at most MaxPayloadBytes.
	packetize func(picture) [][]byte
	// pictureIDAt is where in each payload a 15-bit picture id stands, and baseLayerIDAt where its lower
	// 8 bits count pictures of the lowest temporal layer; 0 when there is none.
	pictureIDAt, baseLayerIDAt int
}

// picture is one frame of a clip. Units are its NAL units or OBUs; VP8 and VP9 have one.
type picture struct {
	key           bool
	layer         int // of the camera, 0 is the smallest
	width, height int // of a key frame, where the codec's header shows it cheaply, else 0
	units         [][]byte
}

var formats = map[Codec]format{
	VP8:  {read: ivf("VP80", vp8Picture), packetize: packetizeVP8, pictureIDAt: 2},
	VP9:  {read: ivf("VP90", vp9Picture), packetize: packetizeVP9, pictureIDAt: 1, baseLayerIDAt: 4},
	AV1:  {read: ivf("AV01", av1Picture), packetize: packetizeAV1},
	H264: {read: annexB, packetize: packetizeH264},
}

// wholeFrame is a picture as a subscriber puts it together from packets: H.264's NAL units each
// behind a start code, otherwise the units one after the other.
func (p picture) wholeFrame(codec Codec) []byte {
	var frame []byte
	for _, unit := range p.units {
		if codec == H264 {
			frame = append(frame, 0, 0, 0, 1)
		}
		frame = append(frame, unit...)
	}
	return frame
}
