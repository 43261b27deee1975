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
	packets(frame int) int
	appendPayload(buffer []byte, packet sentPacket) []byte
}

// sentPacket is what is needed to build a packet's payload again for a retransmission: the
// clip holds the bytes, so no copy of them is kept.
type sentPacket struct {
	sequence  uint16
	timestamp uint32
	frame     int // or comfortFrame
	packet    int // of the frame
	pictureID uint16
	marker    bool
	intended  time.Time
}

// comfortFrame stands for the comfort noise of a microphone whose owner is silent.
const comfortFrame = -1

// picture is a layer of a camera, or a shared screen.
type picture struct{ *clip.Video }

func (p picture) clockHz() uint32         { return clip.VideoClockHz }
func (p picture) interval() time.Duration { return time.Second / time.Duration(p.FramesPerSecond) }
func (p picture) frames() int             { return len(p.Frames) }
func (p picture) nextKey(frame int) int   { return p.NextKeyFrame(frame) }
func (p picture) packets(frame int) int   { return len(p.Frames[frame].Payloads) }
func (p picture) appendPayload(buffer []byte, packet sentPacket) []byte {
	return p.AppendPayload(buffer, packet.frame, packet.packet, packet.pictureID)
}

type microphone struct{ *clip.Audio }

func (m microphone) clockHz() uint32         { return clip.AudioClockHz }
func (m microphone) interval() time.Duration { return 20 * time.Millisecond }
func (m microphone) frames() int             { return len(m.Packets) }
func (m microphone) nextKey(frame int) int   { return frame } // every Opus packet can be decoded alone
func (m microphone) packets(int) int         { return 1 }
func (m microphone) appendPayload(buffer []byte, packet sentPacket) []byte {
	if packet.frame == comfortFrame {
		return append(buffer, m.Comfort...)
	}
	return append(buffer, m.Packets[packet.frame]...)
}

// layerIDs are the RTP stream ids that LiveKit maps to low, medium and high, in this order.
var layerIDs = []string{"q", "h", "f"}

var layerQualities = []livekit.VideoQuality{livekit.VideoQuality_LOW, livekit.VideoQuality_MEDIUM, livekit.VideoQuality_HIGH}
