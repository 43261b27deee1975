package subscriber

// vp8Payload strips the payload descriptor (RFC 7741, section 4.2) of a VP8 packet. starts says that
// the packet begins a frame: start of partition with partition index 0.
func vp8Payload(payload []byte) (data []byte, starts, ok bool) {
	if len(payload) < 1 {
		return nil, false, false
	}
	starts = payload[0]&0x17 == 0x10
	size := 1
	if payload[0]&0x80 != 0 { // X: extension octet
		if len(payload) < 2 {
			return nil, false, false
		}
		extension := payload[1]
		size = 2
		if extension&0x80 != 0 { // I: picture id of 7 or 15 bits
			if len(payload) <= size {
				return nil, false, false
			}
			if payload[size]&0x80 != 0 {
				size++
			}
			size++
		}
		if extension&0x40 != 0 { // L: TL0PICIDX
			size++
		}
		if extension&0x30 != 0 { // T or K: they share an octet
			size++
		}
	}
	if len(payload) <= size {
		return nil, false, false
	}
	return payload[size:], starts, true
}
