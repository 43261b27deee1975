package clip

import (
	"encoding/binary"
	"errors"
)

// The OBU types (AV1 specification section 6.2.2) that matter here.
const (
	obuSequenceHeader, obuTemporalDelimiter, obuTileList, obuPadding = 1, 2, 8, 15
	obuExtension, obuHasSize                                         = 0x04, 0x02
)

// av1Picture reads a temporal unit. The RTP payload format (version 1.0 section 5) wants OBUs
// without size fields, and no temporal delimiters, tile lists or padding.
func av1Picture(data []byte) (picture, error) {
	var read picture
	for len(data) > 0 {
		header, kind := data[0], data[0]>>3&0x0f
		headerBytes := 1
		if header&obuExtension != 0 {
			headerBytes = 2
		}
		if header&0x80 != 0 || header&obuHasSize == 0 || len(data) < headerBytes {
			return picture{}, errors.New("it is no AV1 temporal unit of OBUs with size fields")
		}
		size, sizeBytes := binary.Uvarint(data[headerBytes:]) // leb128, as Go's varints are
		if sizeBytes <= 0 || size > uint64(len(data)-headerBytes-sizeBytes) {
			return picture{}, errors.New("an OBU is longer than its temporal unit")
		}
		body := data[headerBytes+sizeBytes:][:size]
		switch kind {
		case obuTemporalDelimiter, obuTileList, obuPadding:
		default:
			read.key = read.key || kind == obuSequenceHeader
			unit := append([]byte{header &^ obuHasSize}, data[1:headerBytes]...)
			read.units = append(read.units, append(unit, body...))
		}
		data = data[headerBytes+sizeBytes+int(size):]
	}
	if len(read.units) == 0 {
		return picture{}, errors.New("it is an AV1 temporal unit without a frame")
	}
	return read, nil
}

// packetizeAV1 aggregates OBUs as the RTP payload format (version 1.0 section 4.4) says. Each
// packet's last element has no length field, so that bytes may be appended to the frame.
func packetizeAV1(frame picture) [][]byte {
	const continues, goesOn, newSequence, maxCounted = 0x80, 0x40, 0x08, 3
	var payloads [][]byte
	units, continued := frame.units, false
	for len(units) > 0 {
		payload := []byte{0}
		if continued {
			payload[0] |= continues
		}
		if frame.key && len(payloads) == 0 {
			payload[0] |= newSequence
		}
		// A unit that leaves room for another one behind it goes in whole, with its length.
		elements := byte(1)
		for len(units) > 1 && elements < maxCounted && len(payload)+2+len(units[0])+2 <= MaxPayloadBytes {
			payload = binary.AppendUvarint(payload, uint64(len(units[0])))
			payload = append(payload, units[0]...)
			units, elements = units[1:], elements+1
		}
		payload[0] |= elements << 4
		room := min(MaxPayloadBytes-len(payload), len(units[0]))
		payload = append(payload, units[0][:room]...)
		if continued = room < len(units[0]); continued {
			payload[0] |= goesOn
			units = append([][]byte{units[0][room:]}, units[1:]...)
		} else {
			units = units[1:]
		}
		payloads = append(payloads, payload)
	}
	return payloads
}
