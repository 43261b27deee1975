package subscriber

import "time"

// transportBytes are the IPv4 (20) and UDP (8) headers of a datagram.
const transportBytes = 28

// track is one media track at one subscriber. It belongs to the engine's goroutine.
type track struct {
	trackSpec
	payloadType uint8 // of the latest packet
	codec       codec // of that payload type, unknown before the first packet
	sequence    sequence
	jitter      jitter
	freezes     freezes
	repairs     repairs
	assembly    assembly

	packets, padding, repaired   uint64
	arrived, overtaken           uint64
	delivery                     delivery
	payloadBytes, wireBytes      uint64
	frames                       uint64
	decrypted, decryptErrors     uint64
	wholeFrames, brokenFrames    uint64
	nacks, plis                  uint64
	frameDamaged, frameWaiting   bool   // a hole in the frame now arriving; a finished frame awaits repair
	frameLost                    bool   // a hole in the frame now arriving cannot be repaired
	captureTimestamp             uint32 // RTP timestamp of the frame that captureNs belongs to
	captureNs                    int64
	senderReportNTP              uint32 // the middle 32 bits, as receiver reports quote them
	senderReportNs               int64  // its arrival, 0 before the first
	wantsKeyFrame                bool
	lastKeyFrameRequestNs        int64
	reportedExpected, reportedIn uint64
	gone                         bool // the latest offer has it no more
}

func newTrack(spec trackSpec) *track {
	return &track{trackSpec: spec, wantsKeyFrame: spec.video && !spec.disabled}
}

// applyOffer makes the tracks those of the latest offer. A track keeps its counts as long as its
// SSRC does; one that is gone keeps them too, since a window may have begun while it was there.
func (s *Subscriber) applyOffer(ufrag, password string, specs []trackSpec) {
	s.ice.remoteUfrag, s.ice.remotePassword = ufrag, password
	for _, t := range s.tracks {
		t.gone = true
	}
	for _, spec := range specs {
		if known, _ := s.trackOf(spec.ssrc); known != nil && known.sid == spec.sid {
			if known.disabled && !spec.disabled {
				known.wantsKeyFrame = true
			}
			known.trackSpec, known.gone = spec, false
			continue
		}
		s.tracks = append(s.tracks, newTrack(spec))
	}
	s.listStreams()
	s.awaitFeedback()
}

// stream is one SSRC of a track. Streams lie side by side: a packet finds nothing of its subscriber in
// the processor's cache, since those of all others came in between, and each track that was looked at
// in vain would be one more wait for memory.
type stream struct {
	ssrc           uint32
	retransmission bool
	track          *track
}

func (s *Subscriber) listStreams() {
	s.streams = s.streams[:0]
	for _, t := range s.tracks {
		s.streams = append(s.streams, stream{ssrc: t.ssrc, track: t})
		if t.rtxSSRC != 0 {
			s.streams = append(s.streams, stream{ssrc: t.rtxSSRC, retransmission: true, track: t})
		}
	}
}

// trackOf finds the track of an SSRC, and whether it is the track's retransmission stream. A room's
// layout has 26 tracks at most, so a scan beats a map. The newest comes first: an SSRC may be reused.
func (s *Subscriber) trackOf(ssrc uint32) (found *track, retransmission bool) {
	for i := len(s.streams) - 1; i >= 0; i-- {
		if candidate := &s.streams[i]; candidate.ssrc == ssrc {
			return candidate.track, candidate.retransmission
		}
	}
	return nil, false
}

// takeCodec notes the codec of a payload type that the packets have changed to.
func (t *track) takeCodec(payloadType uint8) {
	t.payloadType = payloadType
	for _, offered := range t.codecs {
		if offered.payloadType == payloadType && offered.codec != t.codec {
			t.codec, t.assembly = offered.codec, assembly{}
		}
	}
}

func (t *track) counts() TrackCounts {
	return TrackCounts{
		TrackSID: t.sid, Video: t.video, Codec: t.codec.String(), SSRC: t.ssrc, Disabled: t.disabled,
		Packets: t.packets, PaddingPackets: t.padding, Duplicates: t.sequence.duplicates, Repaired: t.repaired,
		Overtaken: t.overtaken, ServerSent: t.delivery.sent, ServerSentArrived: t.delivery.arrived,
		FirstSequence: t.sequence.first, HighestSequence: t.sequence.highest, Lost: t.sequence.lost(),
		PayloadBytes: t.payloadBytes, WireBytes: t.wireBytes, Jitter: time.Duration(t.jitter.valueNs),
		Frames: t.frames, Freezes: t.freezes.count, FreezeMs: uint64(t.freezes.totalNs / int64(time.Millisecond)),
		DecryptedPackets: t.decrypted, DecryptErrors: t.decryptErrors,
		WholeFrames: t.wholeFrames, BrokenFrames: t.brokenFrames, NACKs: t.nacks, PLIs: t.plis,
	}
}
