package clip

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/pion/webrtc/v4/pkg/media/ivfreader"
)

// VideoClockHz is the RTP clock of VP8 (RFC 7741 section 4.1).
const VideoClockHz = 90_000

// MaxFragmentBytes keeps a datagram within the 1,200 bytes that WebRTC assumes everywhere:
// 1200 - 12 RTP header - 28 header extensions - 4 payload descriptor - 16 SRTP tag.
const MaxFragmentBytes = 1140

// Video is one simulcast layer: frames in order, each already cut into packets.
type Video struct {
	Width, Height   int
	FramesPerSecond int
	Frames          []Frame
	keyFrames       []int
}

// Frame is one VP8 frame.
type Frame struct {
	Key       bool
	Fragments [][]byte
}

// NewVideo is a clip of frames that are cut already.
func NewVideo(width, height, framesPerSecond int, frames []Frame) *Video {
	video := &Video{Width: width, Height: height, FramesPerSecond: framesPerSecond}
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

// AppendPayload writes one packet's RTP payload: the VP8 payload descriptor with a 15-bit
// picture id (RFC 7741 section 4.2), then the fragment. The picture id belongs to the
// publisher, for the clip repeats while the stream goes on.
func (f *Frame) AppendPayload(buffer []byte, fragment int, pictureID uint16) []byte {
	const extended, startOfPartition, hasPictureID, longPictureID = 0x80, 0x10, 0x80, 0x80
	first := byte(extended)
	if fragment == 0 {
		first |= startOfPartition
	}
	buffer = append(buffer, first, hasPictureID, longPictureID|byte(pictureID>>8&0x7f), byte(pictureID))
	return append(buffer, f.Fragments[fragment]...)
}

func readVideo(file io.Reader, recipe Recipe) (*Video, [][]byte, error) {
	reader, header, err := ivfreader.NewWith(file)
	if err != nil {
		return nil, nil, fmt.Errorf("not an IVF file: %w", err)
	}
	if header.FourCC != "VP80" {
		return nil, nil, fmt.Errorf("its codec is %q; accepted is VP80", header.FourCC)
	}
	if int(header.Width) != recipe.Width || int(header.Height) != recipe.Height {
		return nil, nil, fmt.Errorf("it is %dx%d; accepted is %dx%d", header.Width, header.Height, recipe.Width, recipe.Height)
	}
	if rate := header.TimebaseDenominator / header.TimebaseNumerator; int(rate) != recipe.FramesPerSecond {
		return nil, nil, fmt.Errorf("it has %d frames a second; accepted is %d", rate, recipe.FramesPerSecond)
	}
	video := &Video{Width: recipe.Width, Height: recipe.Height, FramesPerSecond: recipe.FramesPerSecond}
	var frames [][]byte
	for {
		data, _, err := reader.ParseNextFrame()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("frame %d is broken: %w", len(frames), err)
		}
		if err := video.add(data); err != nil {
			return nil, nil, fmt.Errorf("frame %d: %w", len(frames), err)
		}
		frames = append(frames, data)
	}
	return video, frames, video.check()
}

func (v *Video) add(data []byte) error {
	// RFC 6386 section 9.1: a 3-byte frame tag whose lowest bit is 0 for a key frame, which
	// goes on with a start code and 14-bit width and height.
	if len(data) < 3 {
		return fmt.Errorf("it has %d bytes; a VP8 frame has at least 3", len(data))
	}
	key := data[0]&1 == 0
	if key {
		if len(data) < 10 || data[3] != 0x9d || data[4] != 0x01 || data[5] != 0x2a {
			return errors.New("its key frame has no VP8 start code")
		}
		width, height := binary.LittleEndian.Uint16(data[6:])&0x3fff, binary.LittleEndian.Uint16(data[8:])&0x3fff
		if int(width) != v.Width || int(height) != v.Height {
			return fmt.Errorf("its key frame is %dx%d; accepted is %dx%d", width, height, v.Width, v.Height)
		}
	}
	v.append(Frame{Key: key, Fragments: cut(data)})
	return nil
}

// cut makes fragments of nearly equal size, as libwebrtc does: a short last packet would
// cost as many system calls as a full one.
func cut(data []byte) [][]byte {
	count := (len(data) + MaxFragmentBytes - 1) / MaxFragmentBytes
	fragments := make([][]byte, count)
	for i := range fragments {
		fragments[i] = data[i*len(data)/count : (i+1)*len(data)/count]
	}
	return fragments
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
