package subscriber

// depacketizeVP8 strips the payload descriptor of RFC 7741, section 4.2. A frame begins with the start
// of partition 0.
func depacketizeVP8(buffer, payload []byte) (data []byte, starts, ok bool) {
	if len(payload) < 1 {
		return buffer, false, false
	}
	starts = payload[0]&0x17 == 0x10
	size := 1
	if payload[0]&0x80 != 0 { // X: extension octet
		if len(payload) < 2 {
			return buffer, false, false
		}
		extension := payload[1]
		size = 2
		if extension&0x80 != 0 { // I: picture id of 7 or 15 bits
			if len(payload) <= size {
				return buffer, false, false
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
		return buffer, false, false
	}
	return append(buffer, payload[size:]...), starts, true
}
