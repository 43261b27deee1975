package subscriber

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const captureTimeURI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"

// offer is what a subscriber needs of LiveKit's SDP offer. Its strings alias the SDP text, so that
// what outlives the answer must be cloned.
type offer struct {
	ufrag, password string
	fingerprint     string // "sha-256 AA:BB:…"
	lite            bool   // the server only answers checks
	sections        []section
	rtxTypes        []uint8 // payload types of retransmissions, each once
}

// section is one m= section.
type section struct {
	media     string // application, audio or video
	transport string // UDP/TLS/RTP/SAVPF
	formats   string // "96 97", or "webrtc-datachannel"
	mid       string
	sends     bool // the server sends: sendrecv or sendonly
	trackSID  string
	ssrc      uint32
	rtxSSRC   uint32
	codecs    []payloadCodec
	clockRate int
	captureID uint8 // header extension id of abs-capture-time, 0 when not offered
	nack      bool
	echoed    []string // lines that the answer repeats
}

var errNoCredentials = errors.New("SDP offer has no ICE credentials or fingerprint")

// parseOffer reads an SDP offer. Credentials may stand at session or at media level.
func parseOffer(sdp string) (offer, error) {
	var o offer
	var current *section
	for line := range strings.SplitSeq(sdp, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if media, found := strings.CutPrefix(line, "m="); found {
			parsed, err := parseMediaLine(media)
			if err != nil {
				return o, err
			}
			o.sections = append(o.sections, parsed)
			current = &o.sections[len(o.sections)-1]
			continue
		}
		attribute, found := strings.CutPrefix(line, "a=")
		if !found {
			continue
		}
		name, value, _ := strings.Cut(attribute, ":")
		switch name {
		case "ice-ufrag":
			o.ufrag = value
		case "ice-pwd":
			o.password = value
		case "fingerprint":
			o.fingerprint = value
		case "ice-lite":
			o.lite = true
		default:
			if current != nil {
				current.attribute(line, name, value)
				o.retransmission(name, value)
			}
		}
	}
	if o.ufrag == "" || o.password == "" || o.fingerprint == "" {
		return o, errNoCredentials
	}
	return o, nil
}

// retransmission notes the payload type of "rtpmap:97 rtx/90000" (RFC 4588, section 8.6).
func (o *offer) retransmission(name, value string) {
	format, encoding, _ := strings.Cut(value, " ")
	if name != "rtpmap" || !strings.HasPrefix(strings.ToLower(encoding), "rtx/") {
		return
	}
	number, err := strconv.ParseUint(format, 10, 7)
	if err == nil && !slices.Contains(o.rtxTypes, uint8(number)) {
		o.rtxTypes = append(o.rtxTypes, uint8(number))
	}
}

// parseMediaLine reads "video 9 UDP/TLS/RTP/SAVPF 96 97".
func parseMediaLine(value string) (section, error) {
	fields := strings.SplitN(value, " ", 4)
	if len(fields) < 4 {
		return section{}, fmt.Errorf("SDP offer has a malformed media line %q", value)
	}
	return section{media: fields[0], transport: fields[2], formats: fields[3], sends: true}, nil
}

func (s *section) attribute(line, name, value string) {
	switch name {
	case "mid":
		s.mid = value
	case "recvonly", "inactive":
		s.sends = false
	case "msid":
		// "PA_participant|stream TR_track": the second word is the track's id on the signalling side.
		if _, track, found := strings.Cut(value, " "); found {
			s.trackSID = track
		}
	case "ssrc":
		s.source(value)
	case "ssrc-group":
		s.sourceGroup(value)
	case "rtpmap":
		s.mapping(value)
		s.echoed = append(s.echoed, line)
	case "extmap":
		id, uri, _ := strings.Cut(value, " ")
		if number, err := strconv.ParseUint(id, 10, 8); err == nil && uri == captureTimeURI {
			s.captureID = uint8(number)
		}
		s.echoed = append(s.echoed, line)
	case "rtcp-fb":
		if _, feedback, _ := strings.Cut(value, " "); feedback == "nack" {
			s.nack = true
		}
		s.echoed = append(s.echoed, line)
	case "fmtp", "rtcp-mux", "rtcp-rsize", "extmap-allow-mixed":
		s.echoed = append(s.echoed, line)
	}
}

// source takes the first SSRC named unless an FID group has said which one carries the media.
func (s *section) source(value string) {
	id, _, _ := strings.Cut(value, " ")
	if number, err := strconv.ParseUint(id, 10, 32); err == nil && s.ssrc == 0 {
		s.ssrc = uint32(number)
	}
}

// sourceGroup reads "FID media rtx" (RFC 5576, section 4.2).
func (s *section) sourceGroup(value string) {
	fields := strings.Fields(value)
	if len(fields) != 3 || fields[0] != "FID" {
		return
	}
	media, mediaErr := strconv.ParseUint(fields[1], 10, 32)
	rtx, rtxErr := strconv.ParseUint(fields[2], 10, 32)
	if mediaErr == nil && rtxErr == nil {
		s.ssrc, s.rtxSSRC = uint32(media), uint32(rtx)
	}
}

// mapping reads "96 VP8/90000". The first format's clock is that of all of a medium's codecs.
func (s *section) mapping(value string) {
	format, encoding, _ := strings.Cut(value, " ")
	parts := strings.Split(encoding, "/")
	if payloadType, err := strconv.ParseUint(format, 10, 7); err == nil && codecOf(parts[0]) != unknownCodec {
		s.codecs = append(s.codecs, payloadCodec{uint8(payloadType), codecOf(parts[0])})
	}
	if first, _, _ := strings.Cut(s.formats, " "); format == first && len(parts) > 1 {
		s.clockRate, _ = strconv.Atoi(parts[1]) // an unreadable rate stays 0: tracksOf leaves such a section out
	}
}

// carriesTrack says whether the section announces a track whose packets can be judged.
func (s *section) carriesTrack() bool {
	return s.sends && s.ssrc != 0 && s.trackSID != "" && s.clockRate > 0 && s.media != "application"
}
