package subscriber

import (
	"bytes"
	"testing"
)

func TestVP8PayloadDescriptor(t *testing.T) {
	for _, test := range []struct {
		name    string
		payload []byte
		data    []byte
		starts  bool
		ok      bool
	}{
		{"start without extension", []byte{0x10, 0xaa}, []byte{0xaa}, true, true},
		{"continuation", []byte{0x00, 0xaa}, []byte{0xaa}, false, true},
		{"start of the second partition", []byte{0x11, 0xaa}, []byte{0xaa}, false, true},
		{"7-bit picture id", []byte{0x90, 0x80, 0x11, 0xaa}, []byte{0xaa}, true, true},
		{"15-bit picture id, TL0PICIDX, TID and KEYIDX", []byte{0x90, 0xf0, 0x81, 0x22, 0x33, 0x44, 0xaa}, []byte{0xaa}, true, true},
		{"empty", nil, nil, false, false},
		{"descriptor only", []byte{0x10}, nil, false, false},
		{"cut in the extension", []byte{0x90}, nil, false, false},
		{"cut in the picture id", []byte{0x90, 0x80}, nil, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			data, starts, ok := depacketizeVP8(nil, test.payload)
			if !bytes.Equal(data, test.data) || ok != test.ok || (ok && starts != test.starts) {
				t.Errorf("got %x, starts %v, ok %v", data, starts, ok)
			}
		})
	}
}

type testPacket struct {
	number uint64
	marker bool
	data   string // with a "+" before it, it starts a frame; empty is padding only
}

func TestAssembly(t *testing.T) {
	late := func(number uint64) []testPacket { // packets that push a hole out of the window
		return []testPacket{{number, true, "+z"}}
	}
	for _, test := range []struct {
		name    string
		packets []testPacket
		frames  []string
		broken  int
	}{
		{"one packet", []testPacket{{1, true, "+a"}}, []string{"a"}, 0},
		{"two packets", []testPacket{{1, false, "+a"}, {2, true, "b"}}, []string{"ab"}, 0},
		{"out of order", []testPacket{{1, true, "+a"}, {3, true, "c"}, {2, false, "+b"}}, []string{"a", "bc"}, 0},
		{"joined within a frame", []testPacket{{1, true, "x"}, {2, true, "+a"}}, []string{"a"}, 0},
		{"padding between frames", []testPacket{{1, true, "+a"}, {2, false, ""}, {3, true, "+b"}}, []string{"a", "b"}, 0},
		{"hole not filled", append([]testPacket{{1, true, "+a"}, {2, false, "+b"}, {4, true, "+d"}}, late(3+assemblySlots)...), []string{"a", "d"}, 1},
		{"lost marker", []testPacket{{1, false, "+a"}, {2, true, "+b"}}, []string{"b"}, 1},
		{"duplicate after its frame", []testPacket{{1, true, "+a"}, {1, true, "+a"}}, []string{"a"}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var frames []string
			a := assembly{depacketize: depacketizeVP8, check: func(frame []byte) bool { frames = append(frames, string(frame)); return true }}
			var total frameOutcome
			for _, packet := range test.packets {
				outcome := a.add(packet.number, packet.marker, packet.payload())
				total.whole += outcome.whole
				total.broken += outcome.broken
			}
			if len(frames) != len(test.frames) || total.whole != len(test.frames) || total.broken != test.broken {
				t.Fatalf("frames %q, %+v; expected %q and %d broken", frames, total, test.frames, test.broken)
			}
			for i := range frames {
				if frames[i] != test.frames[i] {
					t.Errorf("frame %d is %q, expected %q", i, frames[i], test.frames[i])
				}
			}
		})
	}
}

func (p testPacket) payload() []byte {
	switch {
	case p.data == "":
		return nil
	case p.data[0] == '+':
		return append([]byte{0x10}, p.data[1:]...)
	}
	return append([]byte{0x00}, p.data...)
}

func TestAFrameThatFailsTheCheckIsBroken(t *testing.T) {
	a := assembly{depacketize: depacketizeVP8, check: func([]byte) bool { return false }}
	if outcome := a.add(1, true, []byte{0x10, 0xaa}); outcome != (frameOutcome{broken: 1}) {
		t.Errorf("outcome is %+v", outcome)
	}
}
