package publisher

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
)

// historyPackets is how far back a NACK is answered: 512 packets are 3 s of the largest layer
// (1500 kbps / 8 / 1129 B = 166 packets/s), and LiveKit gives up on a packet long before.
const historyPackets = 512

// stream is one RTP stream: a simulcast layer of a camera, or a microphone. It is the
// webrtc.TrackLocal that pion binds, so packets go straight to SRTP without interceptors.
type stream struct {
	trackID, rid string
	kind         webrtc.RTPCodecType
	media        media
	trailer      bool                          // each frame ends with its intended time
	speaks       func(intended time.Time) bool // nil: all the time

	muted    atomic.Bool
	paused   atomic.Bool // nobody wants this layer
	wantsKey atomic.Bool // a picture-loss request waits for the next frame slot
	packets  atomic.Uint64
	bytes    atomic.Uint64
	resent   atomic.Uint64
	stopped  atomic.Bool

	mutex      sync.Mutex // guards what follows: the scheduler sends, the RTCP reader retransmits
	feedback   interceptor.RTCPReader
	writer     webrtc.TrackLocalWriter
	socket     *batchSocket // what the writer writes to in the end
	ssrc       webrtc.SSRC
	extensions extensions
	header     header
	start      time.Time
	slot       int64 // frames of the intended schedule that have passed
	frame      int
	silence    int // slots since the microphone's owner spoke
	pictureID  uint16
	sequence   uint16
	timestamp  uint32 // of slot 0
	history    [historyPackets]sentPacket
	buffer     []byte
}

func newStream(trackID, rid string, kind webrtc.RTPCodecType, source media) *stream {
	return &stream{
		trackID: trackID, rid: rid, kind: kind, media: source,
		sequence: uint16(rand.Uint32()), timestamp: rand.Uint32(), pictureID: uint16(rand.Uint32()),
		buffer: make([]byte, 0, 1500),
	}
}

// begin sets the schedule. Streams of one publisher begin at one moment, so that the slots of
// its layers line up; a publisher's own offset keeps publishers from sending all at once.
func (s *stream) begin(start time.Time, mid string, socket *batchSocket) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.start, s.socket = start, socket
	s.header.prepare(uint32(s.ssrc), mid, s.rid, s.extensions)
}

// send sends the frame of the slot that is due. A paused layer lets its slots pass, so that
// its clock runs on, and comes back with a key frame.
func (s *stream) send(intended time.Time) time.Time {
	if s.stopped.Load() {
		return time.Time{}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	switch {
	case s.paused.Load() || s.muted.Load():
		s.wantsKey.Store(true)
	case s.speaks != nil && !s.speaks(intended):
		s.sendComfort(intended)
	default:
		s.sendFrame(intended)
	}
	s.slot++
	return s.start.Add(time.Duration(s.slot) * s.media.interval())
}

func (s *stream) sendFrame(intended time.Time) {
	if s.wantsKey.Swap(false) {
		s.frame = s.media.nextKey(s.frame)
	}
	packets := s.media.packets(s.frame)
	if packets > 1 && s.socket != nil {
		s.socket.gather()
		defer s.socket.flush()
	}
	for i := range packets {
		// Video marks the last packet of a frame, audio the first one after silence (RFC 3551 section 4.1).
		marker := i == packets-1
		if s.kind == webrtc.RTPCodecTypeAudio {
			marker = s.silence > 0
		}
		s.sendPacket(sentPacket{frame: s.frame, packet: i, marker: marker, intended: intended})
	}
	s.silence = 0
	s.pictureID++
	s.frame = (s.frame + 1) % s.media.frames()
}

// sendComfort sends what an Opus encoder with DTX sends during silence: one packet in 400 ms.
func (s *stream) sendComfort(intended time.Time) {
	const comfortSlots = 20 // of 20 ms
	if s.silence%comfortSlots == 0 {
		s.sendPacket(sentPacket{frame: comfortFrame, intended: intended})
	}
	s.silence++
}

func (s *stream) sendPacket(packet sentPacket) {
	clockPerSlot := s.media.interval().Seconds() * float64(s.media.clockHz())
	packet.timestamp = s.timestamp + uint32(uint64(float64(s.slot)*clockPerSlot+0.5))
	packet.sequence, packet.pictureID = s.sequence, s.pictureID&0x7fff
	s.history[s.sequence%historyPackets] = packet
	s.sequence++
	s.packets.Add(1)
	s.bytes.Add(uint64(s.write(packet)))
}

// write builds and sends one packet and returns its payload's size. A write that fails is a
// packet that the transport lost: the counters say sent, and the receivers will miss it.
func (s *stream) write(packet sentPacket) int {
	s.buffer = s.media.appendPayload(s.buffer[:0], packet)
	if s.trailer && packet.marker {
		s.buffer = appendTrailer(s.buffer, packet.intended)
	}
	s.header.set(packet)
	if s.writer != nil {
		_, _ = s.writer.WriteRTP(&s.header.Header, s.buffer)
	}
	return len(s.buffer)
}

// retransmit answers a NACK. The clip is the buffer, so a packet is built again as it was.
func (s *stream) retransmit(nack *rtcp.TransportLayerNack) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, pair := range nack.Nacks {
		for _, sequence := range pair.PacketList() {
			packet := s.history[sequence%historyPackets]
			if packet.sequence == sequence && !packet.intended.IsZero() {
				s.write(packet)
				s.resent.Add(1)
			}
		}
	}
}

// report is the Sender Report for now: LiveKit passes abs-capture-time on only after one.
func (s *stream) report(now time.Time) *rtcp.SenderReport {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.packets.Load() == 0 {
		return nil
	}
	elapsed := now.Sub(s.start).Seconds() * float64(s.media.clockHz())
	return &rtcp.SenderReport{
		SSRC: uint32(s.ssrc), NTPTime: ntp(now), RTPTime: s.timestamp + uint32(int64(elapsed)),
		PacketCount: uint32(s.packets.Load()), OctetCount: uint32(s.bytes.Load()),
	}
}
