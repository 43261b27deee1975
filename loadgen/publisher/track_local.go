package publisher

import (
	"fmt"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
)

const (
	midURI            = "urn:ietf:params:rtp-hdrext:sdes:mid"
	ridURI            = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
	audioLevelURI     = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
	absCaptureTimeURI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"
)

var _ webrtc.TrackLocal = (*stream)(nil)

// Bind is pion's call once the answer is known: it brings the SSRC, the payload type and the
// extension numbers that both sides agreed on.
func (s *stream) Bind(context webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	codecs := context.CodecParameters()
	if len(codecs) == 0 {
		return webrtc.RTPCodecParameters{}, fmt.Errorf("LiveKit accepts no %s codec of ours", s.kind)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.writer, s.ssrc, s.feedback = context.WriteStream(), context.SSRC(), context.RTCPReader()
	s.extensions.payloadType = uint8(codecs[0].PayloadType)
	for _, extension := range context.HeaderExtensions() {
		switch extension.URI {
		case midURI:
			s.extensions.mid = uint8(extension.ID)
		case ridURI:
			s.extensions.rid = uint8(extension.ID)
		case absCaptureTimeURI:
			s.extensions.captureTime = uint8(extension.ID)
		case audioLevelURI:
			s.extensions.audioLevel = uint8(extension.ID)
		}
	}
	return codecs[0], nil
}

// Unbind is pion's call at the end.
func (s *stream) Unbind(webrtc.TrackLocalContext) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.writer = nil
	return nil
}

// ID, RID, StreamID and Kind name the stream in the session description.
func (s *stream) ID() string                { return s.trackID }
func (s *stream) RID() string               { return s.rid }
func (s *stream) StreamID() string          { return "gomeet" }
func (s *stream) Kind() webrtc.RTPCodecType { return s.kind }

// listen answers RTCP until the transport ends.
func (s *stream) listen() {
	buffer := make([]byte, 1500)
	for {
		length, _, err := s.feedback.Read(buffer, nil)
		if err != nil {
			return
		}
		// What is not RTCP is dropped, as a browser does.
		if packets, err := rtcp.Unmarshal(buffer[:length]); err == nil {
			s.answer(packets)
		}
	}
}

// answer does what a receiver asks for. Compound packets reach every stream they name, so
// each acts only on what names its own SSRC.
func (s *stream) answer(packets []rtcp.Packet) {
	for _, packet := range packets {
		switch request := packet.(type) {
		case *rtcp.PictureLossIndication:
			if request.MediaSSRC == uint32(s.ssrc) {
				s.wantsKey.Store(true)
			}
		case *rtcp.FullIntraRequest:
			for _, entry := range request.FIR {
				if entry.SSRC == uint32(s.ssrc) {
					s.wantsKey.Store(true)
				}
			}
		case *rtcp.TransportLayerNack:
			if request.MediaSSRC == uint32(s.ssrc) {
				s.retransmit(request)
			}
		}
	}
}
