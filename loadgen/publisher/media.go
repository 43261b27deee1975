package publisher

import (
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/clip"
)

// media is what a stream repeats without end: the packets of the frame in a slot.
type media interface {
	clockHz() uint32
	interval() time.Duration // between two frames, exact to the nanosecond
	frames() int
	nextKey(frame int) int
	fragments(frame int) int
	appendPayload(buffer []byte, packet sentPacket) []byte
}

// sentPacket is what is needed to build a packet's payload again for a retransmission: the
// clip holds the bytes, so no copy of them is kept.
type sentPacket struct {
	sequence  uint16
	timestamp uint32
	frame     int
	fragment  int
	pictureID uint16
	intended  time.Time
}

type cameraLayer struct{ *clip.Video }

func (c cameraLayer) clockHz() uint32         { return clip.VideoClockHz }
func (c cameraLayer) interval() time.Duration { return time.Second / time.Duration(c.FramesPerSecond) }
func (c cameraLayer) frames() int             { return len(c.Frames) }
func (c cameraLayer) nextKey(frame int) int   { return c.NextKeyFrame(frame) }
func (c cameraLayer) fragments(frame int) int { return len(c.Frames[frame].Fragments) }
func (c cameraLayer) appendPayload(buffer []byte, packet sentPacket) []byte {
	return c.Frames[packet.frame].AppendPayload(buffer, packet.fragment, packet.pictureID)
}

type microphone struct{ *clip.Audio }

func (m microphone) clockHz() uint32         { return clip.AudioClockHz }
func (m microphone) interval() time.Duration { return 20 * time.Millisecond }
func (m microphone) frames() int             { return len(m.Packets) }
func (m microphone) nextKey(frame int) int   { return frame } // every Opus packet can be decoded alone
func (m microphone) fragments(int) int       { return 1 }
func (m microphone) appendPayload(buffer []byte, packet sentPacket) []byte {
	return append(buffer, m.Packets[packet.frame]...)
}

// layerIDs are the RTP stream ids that LiveKit maps to low, medium and high, in this order.
var layerIDs = []string{"q", "h", "f"}

var layerQualities = []livekit.VideoQuality{livekit.VideoQuality_LOW, livekit.VideoQuality_MEDIUM, livekit.VideoQuality_HIGH}
