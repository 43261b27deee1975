package subscriber

// depacketizeH264 reads single NAL units, STAP-A and FU-A (RFC 6184, section 5). A frame begins with
// parameter sets, or with a slice of a predicted picture that begins with the macroblock 0: its
// first bit is 1. A key frame's slice always comes behind parameter sets.
func depacketizeH264(buffer, payload []byte) (data []byte, starts, ok bool) {
	const slice, sps, aggregate, fragment = 1, 7, 24, 28
	const fragmentStarts = 0x80
	if len(payload) < 2 {
		return buffer, false, false
	}
	switch kind := payload[0] & 0x1f; kind {
	case aggregate:
		starts = len(payload) > 3 && payload[3]&0x1f == sps
		for rest := payload[1:]; len(rest) > 2; {
			size := int(rest[0])<<8 | int(rest[1])
			if rest = rest[2:]; size > len(rest) {
				return buffer, false, false
			}
			buffer = append(append(buffer, 0, 0, 0, 1), rest[:size]...)
			rest = rest[size:]
		}
		return buffer, starts, true
	case fragment:
		if len(payload) < 3 {
			return buffer, false, false
		}
		if payload[1]&fragmentStarts != 0 {
			starts = payload[1]&0x1f == slice && payload[2]&0x80 != 0
			buffer = append(buffer, 0, 0, 0, 1, payload[0]&0xe0|payload[1]&0x1f)
		}
		return append(buffer, payload[2:]...), starts, true
	default:
		starts = kind == sps || kind == slice && payload[1]&0x80 != 0
		return append(append(buffer, 0, 0, 0, 1), payload...), starts, true
	}
}
