package subscriber

// PacketSeen is what the engine made of one media packet. Times are Unix nanoseconds.
type PacketSeen struct {
	SSRC      uint32
	Sequence  uint16
	ArrivalNs int64 // the kernel's receive time
	CaptureNs int64 // the packet's abs-capture-time, 0 when it has none
}

func (s *Subscriber) observe(t *track, header *rtpHeader, arrivalNs int64) {
	captureNs, _ := header.captureTimeNs(t.captureID)
	s.onPacket(PacketSeen{SSRC: header.ssrc, Sequence: header.sequence, ArrivalNs: arrivalNs, CaptureNs: captureNs})
}
