package crowd

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
)

func serverFrame(first byte, payload []byte) []byte {
	switch {
	case len(payload) < 126:
		return append([]byte{first, byte(len(payload))}, payload...)
	case len(payload) < 1<<16:
		return append([]byte{first, 126, byte(len(payload) >> 8), byte(len(payload))}, payload...)
	default:
		return append(binary.BigEndian.AppendUint64([]byte{first, 127}, uint64(len(payload))), payload...)
	}
}

func TestAFrameOfEachLengthIsReadAndWhatFollowsIsLeft(t *testing.T) {
	for _, length := range []int{0, 1, 125, 126, 65_535, 65_536} {
		payload := bytes.Repeat([]byte{'x'}, length)
		data := append(serverFrame(0x80|opText, payload), "rest"...)
		f, rest, ok, err := parseFrame(data)
		if err != nil || !ok || !f.final || f.opcode != opText || !bytes.Equal(f.payload, payload) || string(rest) != "rest" {
			t.Errorf("length %d: %v, rest %q, ok %v, error %v", length, f.opcode, rest, ok, err)
		}
		for _, cut := range []int{0, 1, 3, 9, len(data) - 5} {
			if cut < len(data)-4 && cut >= 0 {
				if _, rest, ok, err := parseFrame(data[:cut]); ok || err != nil || len(rest) != cut {
					t.Errorf("length %d cut at %d: ok %v, error %v", length, cut, ok, err)
				}
			}
		}
	}
}

func TestAFrameThatNoServerSendsIsRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		"masked":                 {0x81, 0x80, 0, 0, 0, 0},
		"reserved bits":          {0xC1, 0},
		"fragmented control":     {opPing, 0},
		"long control":           {0x80 | opPing, 126, 0, 200},
		"larger than any answer": append([]byte{0x81, 127}, binary.BigEndian.AppendUint64(nil, 1<<40)...),
	} {
		if _, _, ok, err := parseFrame(data); ok || !errors.Is(err, errFrame) {
			t.Errorf("%s: ok %v, error %v", name, ok, err)
		}
	}
}

func TestAClientsFrameIsMaskedAndUnmasksToItself(t *testing.T) {
	for _, length := range []int{0, 5, 125, 126, 4000} {
		payload := bytes.Repeat([]byte("ab\x00"), length/3+1)[:length]
		out := appendFrame([]byte("before"), opText, payload, 0x01020304)[len("before"):]
		header := 2
		if length >= 126 {
			header = 4
		}
		if out[0] != 0x81 || out[1]&0x80 == 0 || !bytes.Equal(out[header:header+4], []byte{1, 2, 3, 4}) {
			t.Fatalf("length %d: header % x", length, out[:header+4])
		}
		for i, value := range out[header+4:] {
			if value^byte(i%4+1) != payload[i] {
				t.Fatalf("length %d: byte %d is wrong", length, i)
			}
		}
	}
}

func FuzzParseFrame(f *testing.F) {
	f.Add(serverFrame(0x81, []byte(`{"type":"authenticated"}`)))
	f.Add(serverFrame(0x89, []byte("ping")))
	f.Add(serverFrame(0x01, bytes.Repeat([]byte{'y'}, 300)))
	f.Add([]byte{0x81, 127, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, data []byte) {
		for rest := data; ; {
			parsed, after, ok, err := parseFrame(rest)
			if !ok {
				if len(after) != len(rest) {
					t.Fatalf("took %d bytes without a frame", len(rest)-len(after))
				}
				return
			}
			if err != nil || len(after) >= len(rest) || len(parsed.payload) > len(rest) {
				t.Fatalf("frame of %d bytes from %d, error %v", len(parsed.payload), len(rest), err)
			}
			rest = after
		}
	})
}
