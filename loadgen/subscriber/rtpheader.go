package subscriber

import "encoding/binary"

const (
	rtpFixedHeaderBytes = 12
	// srtpTagBytes is the authentication tag of SRTP_AEAD_AES_128_GCM (RFC 7714, section 14.2).
	srtpTagBytes = 16
	// ntpToUnixSeconds are the seconds from 1900-01-01 to 1970-01-01: 70 years with 17 leap days,
	// (70*365 + 17) * 86,400.
	ntpToUnixSeconds = 2_208_988_800
)

// rtpHeader is what SRTP leaves in the clear of a packet (RFC 3550, section 5.1).
type rtpHeader struct {
	marker bool
	// padded marks a packet without media. The padding count is encrypted, but LiveKit clears the bit
	// on what it forwards and sets it on its own probes only (downtrack.go); such a probe may be
	// 510 bytes long, 255 of payload and 255 of padding, so its length says nothing.
	padded       bool
	payloadType  uint8
	sequence     uint16
	timestamp    uint32
	ssrc         uint32
	headerBytes  int    // with CSRCs and extensions
	payloadBytes int    // encrypted payload without the tag, padding included
	extensions   []byte // the extension block's elements; aliases the packet
	twoByte      bool   // the extension block has two-byte element headers (RFC 8285)
}

// parse reads the header of an SRTP packet of the given size, of which packet may be no more than the
// beginning. It returns false for what is not one; extensions that are cut off count as absent.
func (h *rtpHeader) parse(packet []byte, size int) bool {
	if len(packet) < rtpFixedHeaderBytes || size < rtpFixedHeaderBytes+srtpTagBytes || packet[0]>>6 != 2 {
		return false
	}
	h.padded = packet[0]&0x20 != 0
	h.marker = packet[1]&0x80 != 0
	h.payloadType = packet[1] & 0x7f
	h.sequence = binary.BigEndian.Uint16(packet[2:])
	h.timestamp = binary.BigEndian.Uint32(packet[4:])
	h.ssrc = binary.BigEndian.Uint32(packet[8:])
	h.extensions = nil
	offset := rtpFixedHeaderBytes + 4*int(packet[0]&0x0f)
	if packet[0]&0x10 != 0 {
		if len(packet) < offset+4 {
			return false
		}
		profile := binary.BigEndian.Uint16(packet[offset:])
		blockBytes := 4 * int(binary.BigEndian.Uint16(packet[offset+2:]))
		offset += 4
		if profile == 0xBEDE || profile&0xfff0 == 0x1000 {
			h.extensions = packet[offset:min(offset+blockBytes, len(packet))]
			h.twoByte = profile != 0xBEDE
		}
		offset += blockBytes
	}
	h.headerBytes = offset
	h.payloadBytes = size - offset - srtpTagBytes
	return h.payloadBytes >= 0
}

// extension returns the element with the given id, nil when there is none.
func (h *rtpHeader) extension(id uint8) []byte {
	block := h.extensions
	for len(block) > 0 {
		if block[0] == 0 { // padding between elements
			block = block[1:]
			continue
		}
		elementID, start, size := block[0]>>4, 1, int(block[0]&0x0f)+1
		if h.twoByte {
			if len(block) < 2 {
				return nil
			}
			elementID, start, size = block[0], 2, int(block[1])
		}
		if len(block) < start+size || (!h.twoByte && elementID == 15) {
			return nil
		}
		if elementID == id {
			return block[start : start+size]
		}
		block = block[start+size:]
	}
	return nil
}

// captureTimeNs is the abs-capture-time in Unix nanoseconds; ok is false when the packet has none.
// Source: the WebRTC extension abs-capture-time, an NTP timestamp in 32.32 fixed point.
func (h *rtpHeader) captureTimeNs(id uint8) (ns int64, ok bool) {
	if id == 0 {
		return 0, false
	}
	element := h.extension(id)
	if len(element) < 8 {
		return 0, false
	}
	return ntpToUnixNs(binary.BigEndian.Uint64(element)), true
}

func ntpToUnixNs(ntp uint64) int64 {
	seconds := int64(ntp>>32) - ntpToUnixSeconds
	return seconds*1e9 + int64((ntp&0xffffffff)*1e9>>32)
}
