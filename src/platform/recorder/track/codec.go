package track

import (
	"fmt"
	"strings"

	"github.com/pion/rtp/codecs"
)

// Codec is one that can be recorded: how IVF names it, and how its frames are read off RTP.
type Codec struct {
	FourCC string
	new    func() depacketizer
}

// depacketizer reads one packet's payload. keyFrame says that the packet begins a frame that needs no other.
type depacketizer interface {
	read(payload []byte) (media []byte, keyFrame bool, err error)
}

var videoCodecs = map[string]Codec{
	"video/vp8":  {FourCC: "VP80", new: func() depacketizer { return &vp8{} }},
	"video/vp9":  {FourCC: "VP90", new: func() depacketizer { return &vp9{} }},
	"video/av1":  {FourCC: "AV01", new: func() depacketizer { return &av1{} }},
	"video/h264": {FourCC: "H264", new: func() depacketizer { return &h264{} }},
}

// VideoCodec finds the codec of a MIME type such as video/VP8.
func VideoCodec(mimeType string) (Codec, error) {
	codec, known := videoCodecs[strings.ToLower(mimeType)]
	if !known {
		return Codec{}, fmt.Errorf("codec %s cannot be recorded; VP8, VP9, AV1 and H264 can", mimeType)
	}
	return codec, nil
}

type vp8 struct{ codecs.VP8Packet }

func (d *vp8) read(payload []byte) ([]byte, bool, error) {
	media, err := d.Unmarshal(payload)
	// Bit 0 of a frame's first byte is 0 in a key frame (RFC 6386, 9.1).
	return media, err == nil && d.S == 1 && d.PID == 0 && len(media) > 0 && media[0]&1 == 0, err
}

type vp9 struct{ codecs.VP9Packet }

func (d *vp9) read(payload []byte) ([]byte, bool, error) {
	media, err := d.Unmarshal(payload)
	return media, err == nil && d.B && !d.P && d.SID == 0, err
}

type av1 struct{ codecs.AV1Depacketizer }

func (d *av1) read(payload []byte) ([]byte, bool, error) {
	media, err := d.Unmarshal(payload)
	return media, err == nil && d.N, err
}

type h264 struct{ codecs.H264Packet }

// The types of network abstraction layer units that begin something new (ITU-T H.264, table 7-1), and the two ways in which
// RTP carries several or a part of one (RFC 6184, 5.2).
const (
	nalKeyFrame    = 5
	nalParameters  = 7
	nalAggregation = 24
	nalFragment    = 28
)

func (d *h264) read(payload []byte) ([]byte, bool, error) {
	media, err := d.Unmarshal(payload)
	return media, err == nil && beginsKeyFrame(payload), err
}

func beginsKeyFrame(payload []byte) bool {
	if len(payload) < 4 {
		return false
	}
	kind := payload[0] & 0x1f
	switch kind {
	case nalAggregation:
		kind = payload[3] & 0x1f // after two bytes of length comes the first unit
	case nalFragment:
		if payload[1]&0x80 == 0 {
			return false // not the first fragment
		}
		kind = payload[1] & 0x1f
	}
	return kind == nalKeyFrame || kind == nalParameters
}
