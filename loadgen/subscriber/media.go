package subscriber

import "time"

// receiveRTP takes a whole packet from the socket; it allocates nothing.
func (s *Subscriber) receiveRTP(packet []byte, arrivalNs int64) {
	var header rtpHeader
	t, retransmission := s.identify(&header, packet, len(packet))
	switch {
	case t == nil:
	case retransmission:
		t.wireBytes += uint64(len(packet) + transportBytes)
		s.receiveRetransmission(t, &header, packet, arrivalNs)
	default:
		extended, distinct := s.countPacket(t, &header, len(packet), arrivalNs)
		if !distinct || !s.decrypt || s.inbound == nil {
			return
		}
		if payload, ok := s.decryptRTP(t, packet, &header); ok {
			s.assemble(t, extended, header.marker, payload, arrivalNs)
		}
	}
}

// receiveHead takes the beginning of a packet of the given size from the ring; it allocates nothing.
// A retransmission comes by the socket as well and is left to it.
func (s *Subscriber) receiveHead(head []byte, size int, arrivalNs int64) {
	var header rtpHeader
	if t, retransmission := s.identify(&header, head, size); t != nil && !retransmission {
		s.countPacket(t, &header, size, arrivalNs)
	}
}

// identify reads the header and finds the track, nil for what belongs to none.
func (s *Subscriber) identify(header *rtpHeader, packet []byte, size int) (t *track, retransmission bool) {
	if !header.parse(packet, size) {
		s.malformed++
		return nil, false
	}
	if t, retransmission = s.trackOf(header.ssrc); t == nil {
		s.unknownPackets++
	} else if !retransmission && t.payloadType != header.payloadType {
		t.takeCodec(header.payloadType)
	}
	return t, retransmission
}

// countPacket judges one packet by its clear header. Distinct is false for one that came before.
func (s *Subscriber) countPacket(t *track, header *rtpHeader, size int, arrivalNs int64) (extended uint64, distinct bool) {
	t.wireBytes += uint64(size + transportBytes)
	t.arrived++
	extended, kind, gap := t.sequence.record(header.sequence)
	switch kind {
	case arrivalDuplicate, arrivalIgnored:
		return extended, false
	case arrivalLate:
		t.repaired++
		if !t.repairs.fill(extended) {
			t.overtaken++
		}
	case arrivalNew:
		if gap > 0 {
			s.openHoles(t, extended, gap, arrivalNs)
		}
		if !header.padded {
			t.jitter.record(arrivalNs, header.timestamp, t.clockRate)
		}
	}
	if header.padded {
		t.padding++
	} else {
		s.countMedia(t, header, arrivalNs)
	}
	if s.onPacket != nil {
		s.observe(t, header, arrivalNs)
	}
	return extended, true
}

// receiveRetransmission handles a packet of the RTX stream (RFC 4588): its payload begins with the
// original sequence number. That is encrypted, so these few packets are decrypted for everyone.
func (s *Subscriber) receiveRetransmission(t *track, header *rtpHeader, packet []byte, arrivalNs int64) {
	if s.inbound == nil {
		return
	}
	if header.padded { // the server probes for bandwidth
		t.padding++
		return
	}
	payload, ok := s.decryptRTP(t, packet, header)
	if !ok || len(payload) < 2 {
		return
	}
	extended, filled := t.sequence.fill(uint16(payload[0])<<8 | uint16(payload[1]))
	if !filled {
		return
	}
	t.repaired++
	t.repairs.fill(extended)
	header.payloadBytes -= 2
	s.countMedia(t, header, arrivalNs)
	if s.decrypt {
		s.assemble(t, extended, header.marker, payload[2:], arrivalNs)
	}
}

// countMedia takes a packet that carries media, in order or late.
func (s *Subscriber) countMedia(t *track, header *rtpHeader, arrivalNs int64) {
	t.packets++
	t.payloadBytes += uint64(header.payloadBytes)
	if s.restartedNs != 0 {
		s.noticeMedia(arrivalNs)
	}
	captureNs, stamped := header.captureTimeNs(t.captureID)
	if !t.video {
		if stamped {
			s.shard.audioLatency.Record((arrivalNs - captureNs) / int64(time.Microsecond))
		}
		return
	}
	if stamped {
		t.captureTimestamp, t.captureNs = header.timestamp, captureNs
	}
	if header.marker {
		s.finishFrame(t, header.timestamp, arrivalNs)
	} else if t.frameWaiting && len(t.repairs.holes) == 0 {
		s.showFrame(t, arrivalNs)
	}
}

// finishFrame handles a frame's last packet. A frame with a hole is shown when the hole is filled.
func (s *Subscriber) finishFrame(t *track, timestamp uint32, arrivalNs int64) {
	t.frames++
	if t.captureNs != 0 && t.captureTimestamp == timestamp {
		s.shard.videoLatency.Record((arrivalNs - t.captureNs) / int64(time.Microsecond))
	}
	switch {
	case t.frameLost: // beyond repair: it is never shown
	case t.frameDamaged && len(t.repairs.holes) > 0:
		t.frameWaiting = true
	default:
		s.showFrame(t, arrivalNs)
	}
	t.frameDamaged, t.frameLost = false, false
}

func (s *Subscriber) showFrame(t *track, arrivalNs int64) {
	t.frameWaiting = false
	t.freezes.frame(arrivalNs)
	s.firstFrame.CompareAndSwap(0, arrivalNs)
}

// decryptRTP returns the payload, empty for a packet without media; it is valid until the next packet.
func (s *Subscriber) decryptRTP(t *track, packet []byte, header *rtpHeader) ([]byte, bool) {
	scratch := &s.shard.scratch
	plain, err := s.inbound.DecryptRTP(scratch.plain[:0], packet, &scratch.header)
	if err != nil {
		t.decryptErrors++
		return nil, false
	}
	scratch.plain = plain
	t.decrypted++
	if header.padded {
		return nil, true
	}
	return plain[header.headerBytes:], true
}

// assemble checks whole frames: an Opus packet is one by itself, a video frame is put together.
func (s *Subscriber) assemble(t *track, extended uint64, marker bool, payload []byte, arrivalNs int64) {
	if t.codec == opus {
		switch {
		case len(payload) == 0:
		case s.frameCheck == nil || s.frameCheck(t.sid, t.codec.String(), payload):
			t.wholeFrames++
		default:
			t.brokenFrames++
		}
		return
	}
	if marker {
		payload = s.takeTrailer(payload, arrivalNs)
	}
	if t.assembly.depacketize == nil {
		if t.assembly.depacketize = depacketizers[t.codec]; t.assembly.depacketize == nil {
			return // a codec that no clip has
		}
		if s.frameCheck != nil {
			t.assembly.check = func(frame []byte) bool { return s.frameCheck(t.sid, t.codec.String(), frame) }
		}
	}
	outcome := t.assembly.add(extended, marker, payload)
	t.wholeFrames += uint64(outcome.whole)
	t.brokenFrames += uint64(outcome.broken)
}
