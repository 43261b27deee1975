package subscriber

// depacketizeVP9 strips the payload descriptor of RFC 9628, section 4.2.
func depacketizeVP9(buffer, payload []byte) (data []byte, starts, ok bool) {
	const hasPictureID, predicted, hasLayers, flexible, begins, hasStructure = 0x80, 0x40, 0x20, 0x10, 0x08, 0x02
	if len(payload) < 1 {
		return buffer, false, false
	}
	flags, size := payload[0], 1
	if flags&hasPictureID != 0 { // of 7 or 15 bits
		if len(payload) <= size {
			return buffer, false, false
		}
		size += 1 + int(payload[size]>>7)
	}
	if flags&hasLayers != 0 {
		size++
		if flags&flexible == 0 {
			size++ // TL0PICIDX
		}
	}
	if flags&(predicted|flexible) == predicted|flexible {
		for more := true; more; size++ { // up to 3 references; the lowest bit says that another follows
			if len(payload) <= size {
				return buffer, false, false
			}
			more = payload[size]&1 != 0
		}
	}
	if flags&hasStructure != 0 {
		if size = afterVP9Structure(payload, size); size == 0 {
			return buffer, false, false
		}
	}
	if len(payload) <= size {
		return buffer, false, false
	}
	return append(buffer, payload[size:]...), flags&begins != 0, true
}

// afterVP9Structure returns where the scalability structure at an offset ends, 0 when it is cut off.
func afterVP9Structure(payload []byte, at int) int {
	const hasSizes, hasGroup = 0x10, 0x08
	if len(payload) <= at {
		return 0
	}
	structure := payload[at]
	at++
	if structure&hasSizes != 0 {
		at += 4 * (int(structure>>5) + 1) // width and height of each spatial layer
	}
	if structure&hasGroup == 0 {
		return at
	}
	if len(payload) <= at {
		return 0
	}
	pictures := int(payload[at])
	at++
	for range pictures {
		if len(payload) <= at {
			return 0
		}
		at += 1 + int(payload[at]>>2&3) // one byte for each reference
	}
	return at
}
