package calibration

import (
	"encoding/binary"
	"time"
)

// captureTime finds a packet's abs-capture-time without knowing the extension's negotiated number: it
// is the one element of 8 bytes that reads as an NTP time within a minute of now. So the relay's truth
// does not rest on the code that it is to check. 0 means that there is none.
func captureTime(packet []byte) uint64 {
	if len(packet) < 16 || packet[0]&0x10 == 0 {
		return 0
	}
	offset := 12 + 4*int(packet[0]&0x0f)
	if len(packet) < offset+4 {
		return 0
	}
	isTwoByte := binary.BigEndian.Uint16(packet[offset:]) != 0xBEDE
	size := 4 * int(binary.BigEndian.Uint16(packet[offset+2:]))
	if len(packet) < offset+4+size {
		return 0
	}
	for block := packet[offset+4 : offset+4+size]; len(block) > 1; {
		if block[0] == 0 {
			block = block[1:]
			continue
		}
		start, length := 1, int(block[0]&0x0f)+1
		if isTwoByte {
			start, length = 2, int(block[1])
		}
		if len(block) < start+length {
			return 0
		}
		if length == 8 {
			ntp := binary.BigEndian.Uint64(block[start:])
			if age := time.Since(time.Unix(0, unixNs(ntp))); age > -time.Minute && age < time.Minute {
				return ntp
			}
		}
		block = block[start+length:]
	}
	return 0
}
