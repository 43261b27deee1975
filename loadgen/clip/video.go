package clip

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// VideoClockHz is the RTP clock of all video codecs (for VP8: RFC 7741 section 4.1).
const VideoClockHz = 90_000

// MaxPayloadBytes keeps a datagram within the 1,200 bytes that WebRTC assumes everywhere:
// 1200 - 12 RTP header - 28 header extensions - 16 SRTP tag - 15 frame trailer.
const (
	MaxPayloadBytes = 1129
	trailerBytes    = 15
)

// Video is one simulcast layer, or a shared screen: frames in order, each already cut into packets.
type Video struct {
	Codec           Codec
	Width, Height   int
	FramesPerSecond int
	BitrateKbps     int
	Frames          []Frame
	keyFrames       []int
}

// Frame is one encoded picture as the RTP payloads of its packets, descriptors included.
type Frame struct {
	Key      bool
	Payloads [][]byte
}

// NewVideo is a clip of frames that are cut already.
func NewVideo(codec Codec, width, height, framesPerSecond int, frames []Frame) *Video {
	video := &Video{Codec: codec, Width: width, Height: height, FramesPerSecond: framesPerSecond}
	for _, frame := range frames {
		video.append(frame)
	}
	return video
}

func (v *Video) append(frame Frame) {
	if frame.Key {
		v.keyFrames = append(v.keyFrames, len(v.Frames))
	}
	v.Frames = append(v.Frames, frame)
}

// NextKeyFrame is the first key frame at or after a frame, round the end of the clip.
func (v *Video) NextKeyFrame(frame int) int {
	for _, key := range v.keyFrames {
		if key >= frame {
			return key
		}
	}
	return v.keyFrames[0]
}

// AppendPayload writes one packet's RTP payload. The picture id, where the codec has one, belongs
// to the publisher, for the clip repeats while the stream goes on.
func (v *Video) AppendPayload(buffer []byte, frame, packet int, pictureID uint16) []byte {
	start := len(buffer)
	buffer = append(buffer, v.Frames[frame].Payloads[packet]...)
	format := formats[v.Codec]
	if at := format.pictureIDAt; at > 0 {
		const longPictureID = 0x8000
		binary.BigEndian.PutUint16(buffer[start+at:], longPictureID|pictureID)
	}
	if at := format.baseLayerIDAt; at > 0 {
		buffer[start+at] = byte(pictureID)
	}
	return buffer
}

// readVideo returns the clip as packets, and its frames as subscribers put them together.
func readVideo(file io.Reader, recipe Recipe, layer int) (*Video, [][]byte, error) {
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, nil, err
	}
	pictures, err := formats[recipe.Codec].read(data)
	if err != nil {
		return nil, nil, err
	}
	video := &Video{
		Codec: recipe.Codec, Width: recipe.Width, Height: recipe.Height,
		FramesPerSecond: recipe.FramesPerSecond, BitrateKbps: recipe.BitrateKbps,
	}
	frames := make([][]byte, 0, len(pictures))
	for i, picture := range pictures {
		if picture.width != 0 && (picture.width != recipe.Width || picture.height != recipe.Height) {
			return nil, nil, fmt.Errorf("frame %d is %dx%d; accepted is %dx%d", i, picture.width, picture.height, recipe.Width, recipe.Height)
		}
		picture.layer = layer
		video.append(Frame{Key: picture.key, Payloads: formats[recipe.Codec].packetize(picture)})
		frames = append(frames, picture.wholeFrame(recipe.Codec))
	}
	return video, frames, video.check()
}

// cut makes parts of one size, the last a little smaller: a short last packet would cost as much
// as a full one, and the kernel takes packets in one call if none is larger than those before it.
// The last part leaves room for a trailer, so that this holds with it too.
func cut(data []byte, maxBytes int) [][]byte {
	total := len(data) + trailerBytes
	count := (total + maxBytes - 1) / maxBytes
	size := (total + count - 1) / count
	parts := make([][]byte, 0, count)
	for len(data) > size {
		parts, data = append(parts, data[:size]), data[size:]
	}
	return append(parts, data)
}

// check refuses a clip that cannot be repeated, or that leaves a picture-loss request
// waiting: the next key frame of the table is jumped to, so there must be a few.
func (v *Video) check() error {
	if len(v.keyFrames) == 0 || v.keyFrames[0] != 0 {
		return errors.New("its first frame is no key frame, so it cannot be repeated")
	}
	distance := 2 * v.FramesPerSecond
	for i, key := range v.keyFrames {
		next := len(v.Frames)
		if i+1 < len(v.keyFrames) {
			next = v.keyFrames[i+1]
		}
		if next-key > distance {
			return fmt.Errorf("no key frame between frames %d and %d; accepted is one every 2 s, that is %d frames", key, next, distance)
		}
	}
	return nil
}
