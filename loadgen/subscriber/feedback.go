package subscriber

import (
	"time"

	"golang.org/x/sys/unix"
)

const (
	// reorderGuardNs lets a packet that was merely overtaken arrive before it is asked for again.
	reorderGuardNs       = int64(10 * time.Millisecond)
	keyFrameMinGapNs     = int64(500 * time.Millisecond)
	mediaTimeoutNs       = int64(15 * time.Second)
	ntpFractionPerSecond = 1 << 16 // the unit of a report block's delay field
)

// awaitFeedback puts the subscriber on the list that the next slot works through.
func (s *Subscriber) awaitFeedback() {
	if !s.awaitsFeedback {
		s.awaitsFeedback = true
		s.shard.feedback = append(s.shard.feedback, s)
	}
}

// openHoles notes missing packets. Without NACK, or with too many, a video track needs a key frame.
func (s *Subscriber) openHoles(t *track, extended uint64, gap int, nowNs int64) {
	t.frameDamaged = true
	if !t.nack || !t.repairs.open(extended, gap, nowNs+reorderGuardNs) {
		t.wantsKeyFrame, t.frameLost, t.frameWaiting = t.video, true, false
	}
	s.awaitFeedback()
}

// repairMedia sends the NACKs and PLIs that are due, and keeps on the list who needs more.
func (h *shard) repairMedia(nowNs int64) {
	waiting := h.feedback[:0]
	for _, s := range h.feedback {
		s.awaitsFeedback = false
		if s.removed || s.ended() {
			continue
		}
		if s.outbound == nil || s.requestMedia(nowNs) {
			s.awaitsFeedback = true
			waiting = append(waiting, s)
		}
	}
	clear(h.feedback[len(waiting):])
	h.feedback = waiting
}

// requestMedia asks for what is missing; more says that something is left for a later slot.
func (s *Subscriber) requestMedia(nowNs int64) (more bool) {
	scratch := &s.shard.scratch
	// A compound packet must begin with a report (RFC 3550, section 6.1); an empty one will do.
	compound := appendReceiverReport(scratch.rtcp[:0], s.senderSSRC, nil)
	empty := len(compound)
	for _, t := range s.tracks {
		if len(t.repairs.holes) > 0 {
			numbers, givenUp := t.repairs.due(nowNs, s.ice.roundTripNs, scratch.numbers[:0])
			scratch.numbers = numbers
			if givenUp > 0 {
				t.wantsKeyFrame, t.frameWaiting = t.video, false
			}
			if len(numbers) > 0 {
				compound = appendNACK(compound, s.senderSSRC, t.ssrc, numbers)
				t.nacks += uint64(len(numbers))
			}
		}
		if t.wantsKeyFrame && !t.disabled && nowNs-t.lastKeyFrameRequestNs >= keyFrameMinGapNs {
			compound = appendPLI(compound, s.senderSSRC, t.ssrc)
			t.wantsKeyFrame, t.lastKeyFrameRequestNs = false, nowNs
			t.plis++
		}
		more = more || len(t.repairs.holes) > 0 || (t.wantsKeyFrame && !t.disabled)
	}
	scratch.rtcp = compound
	if len(compound) > empty {
		s.sendRTCP(compound)
	}
	return more
}

// report sends the receiver report and bandwidth estimate of this second, and notices a dead server.
func (s *Subscriber) report(nowNs int64) {
	if s.outbound == nil || s.ended() {
		return
	}
	if s.alerted {
		// The report may be due in the very moment of the alert: the next one leaves signalling a second.
		if s.alertReported {
			s.fail(ErrServerClosed)
		}
		s.alertReported = true
		return
	}
	if nowNs-s.lastHeardNs > mediaTimeoutNs {
		s.fail(ErrMediaTimeout)
		return
	}
	scratch := &s.shard.scratch
	scratch.blocks, scratch.ssrcs = scratch.blocks[:0], scratch.ssrcs[:0]
	for _, t := range s.tracks {
		if t.gone || !t.sequence.started || len(scratch.blocks) == maxReportBlocks {
			continue
		}
		scratch.blocks = append(scratch.blocks, t.reportBlock(nowNs))
		if t.video {
			scratch.ssrcs = append(scratch.ssrcs, t.ssrc)
		}
		s.shard.jitter.Record(int64(t.jitter.valueNs) / int64(time.Microsecond))
	}
	compound := appendReceiverReport(scratch.rtcp[:0], s.senderSSRC, scratch.blocks)
	if len(scratch.ssrcs) > 0 {
		compound = appendREMB(compound, s.senderSSRC, s.shard.engine.options.BitrateEstimateBps, scratch.ssrcs)
	}
	scratch.rtcp = compound
	s.sendRTCP(compound)
	if s.ice.connected {
		s.checkConsent()
	}
}

func (t *track) reportBlock(nowNs int64) reportBlock {
	block := reportBlock{
		ssrc:            t.ssrc,
		cumulativeLost:  t.sequence.lost(),
		highestSequence: uint32(t.sequence.highest - 1<<16), // the origin is one cycle up, see sequence.record
		jitter:          t.jitter.inClockUnits(t.clockRate),
	}
	expected, received := t.sequence.expected(), t.sequence.received
	newExpected, newLost := int64(expected-t.reportedExpected), int64(expected-t.reportedExpected)-int64(received-t.reportedIn)
	if newExpected > 0 && newLost > 0 {
		block.fractionLost = uint8(min(newLost*256/newExpected, 255))
	}
	t.reportedExpected, t.reportedIn = expected, received
	if t.senderReportNs != 0 {
		block.lastSenderReport = t.senderReportNTP
		block.delaySince = uint32((nowNs - t.senderReportNs) * ntpFractionPerSecond / int64(time.Second))
	}
	return block
}

func (s *Subscriber) sendRTCP(compound []byte) {
	scratch := &s.shard.scratch
	sealed, err := s.outbound.EncryptRTCP(scratch.sealed[:0], compound, nil)
	if err != nil {
		s.fail(err) // the key's 2^31 packets are used up, or the packet is malformed: neither can pass
		return
	}
	scratch.sealed = sealed
	_, _ = unix.Write(s.fd, sealed) // a lost report; the next one follows within a second
}

// receiveRTCP decrypts the server's reports: their NTP time is quoted back, from which the server
// measures the round trip.
func (s *Subscriber) receiveRTCP(packet []byte, arrivalNs int64) {
	if s.inbound == nil {
		return
	}
	plain, err := s.inbound.DecryptRTCP(s.shard.scratch.plain[:0], packet, nil)
	if err != nil {
		s.malformed++
		return
	}
	s.shard.scratch.plain = plain
	senderReports(plain, func(ssrc uint32, ntp uint64, packetCount uint32) {
		if t, retransmission := s.trackOf(ssrc); t != nil && !retransmission {
			t.senderReportNTP, t.senderReportNs = uint32(ntp>>16), arrivalNs
			t.delivery.report(packetCount, t.arrived)
		}
	})
}
