package clip

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// The NAL unit types (H.264 table 7-1, RFC 6184 section 5.2) that matter here.
const (
	nalSlice, nalKeySlice, nalSPS, nalPPS = 1, 5, 7, 8
	nalAggregate, nalFragment             = 24, 28
)

var errNoByteStream = errors.New("not an H.264 byte stream")

// annexB reads an H.264 byte stream: NAL units behind start codes 00 00 01. A picture ends with
// its one slice. Supplemental information, delimiters and filler are dropped: they are there for
// recorders, and browsers send none.
func annexB(data []byte) ([]picture, error) {
	// Any file may hold a start code somewhere; only a byte stream begins with one, or with one of four bytes.
	if !bytes.HasPrefix(data, []byte{0, 0, 1}) && !bytes.HasPrefix(data, []byte{0, 0, 0, 1}) {
		return nil, errNoByteStream
	}
	var pictures []picture
	var current picture
	for _, nal := range nalUnits(data) {
		switch kind := nal[0] & 0x1f; kind {
		case nalSPS, nalPPS:
			current.units = append(current.units, nal)
		case nalSlice, nalKeySlice:
			// A slice that begins with the macroblock 0 has the bit string 1 there.
			if len(nal) < 2 || nal[1]&0x80 == 0 {
				return nil, errors.New("it has pictures of several slices; accepted is one slice a picture")
			}
			current.units = append(current.units, nal)
			current.key = kind == nalKeySlice
			if current.key && current.units[0][0]&0x1f != nalSPS {
				return nil, errors.New("it has a key frame without parameter sets")
			}
			pictures = append(pictures, current)
			current = picture{}
		}
	}
	if len(pictures) == 0 {
		return nil, errNoByteStream
	}
	return pictures, nil
}

func nalUnits(data []byte) [][]byte {
	var units [][]byte
	for _, unit := range bytes.Split(data, []byte{0, 0, 1})[1:] {
		// A start code of four bytes, and the encoder's trailing zeros, end up behind the unit before.
		if unit = bytes.TrimRight(unit, "\x00"); len(unit) > 0 {
			units = append(units, unit)
		}
	}
	return units
}

// packetizeH264 follows RFC 6184 in packetization mode 1: the parameter sets together in one
// STAP-A, by which LiveKit knows a key frame, then the slice, in FU-A parts if it is large.
func packetizeH264(frame picture) [][]byte {
	var payloads [][]byte
	last := len(frame.units) - 1
	if last > 0 {
		aggregate := []byte{frame.units[0][0]&0x60 | nalAggregate}
		for _, unit := range frame.units[:last] {
			aggregate = binary.BigEndian.AppendUint16(aggregate, uint16(len(unit)))
			aggregate = append(aggregate, unit...)
		}
		payloads = append(payloads, aggregate)
	}
	slice := frame.units[last]
	if len(slice) <= MaxPayloadBytes {
		return append(payloads, slice)
	}
	const start, end = 0x80, 0x40
	indicator, kind := slice[0]&0x60|nalFragment, slice[0]&0x1f
	parts := cut(slice[1:], MaxPayloadBytes-2)
	for i, part := range parts {
		header := kind
		if i == 0 {
			header |= start
		}
		if i == len(parts)-1 {
			header |= end
		}
		payloads = append(payloads, append([]byte{indicator, header}, part...))
	}
	return payloads
}
