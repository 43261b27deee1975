package subscriber

import (
	"encoding/binary"
	"testing"

	"golang.org/x/net/bpf"
)

// datagram is an IPv4 packet with UDP to a port; the payload begins with the given bytes.
func datagram(port uint16, payload ...byte) []byte {
	packet := make([]byte, 20+udpHeaderBytes)
	packet[0], packet[ipProtocolAt] = 0x45, 17
	binary.BigEndian.PutUint16(packet[20+udpPortAt:], port)
	return append(append(packet, payload...), make([]byte, 30)...)
}

func run(t *testing.T, program []bpf.Instruction, packet []byte) int {
	t.Helper()
	machine, err := bpf.NewVM(program)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := machine.Run(packet)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func TestTheRingKeepsRTPToItsPorts(t *testing.T) {
	options := datagram(40_100, 0x80, 96)
	options[0] = 0x46 // an IPv4 header of 24 bytes
	options = append(options[:20], append(make([]byte, 4), options[20:]...)...)
	tcp, fragment := datagram(40_100, 0x80, 96), datagram(40_100, 0x80, 96)
	tcp[ipProtocolAt] = 6
	fragment[ipFragmentAt+1] = 1
	program := captureProgram([]portRange{{40_000, 40_511}, {50_000, 50_000}, {52_000, 52_001}})
	for _, test := range []struct {
		name   string
		packet []byte
		kept   bool
	}{
		{"RTP", datagram(40_100, 0x80, 96), true},
		{"RTP with marker", datagram(40_000, 0x90, 0x80|96), true},
		{"to the range's last port", datagram(40_511, 0x80, 111), true},
		{"to a range of one port", datagram(50_000, 0x80, 111), true},
		{"to the last range", datagram(52_001, 0x80, 111), true},
		{"behind IPv4 options", options, true},
		{"below the ranges", datagram(39_999, 0x80, 96), false},
		{"between the ranges", datagram(40_512, 0x80, 96), false},
		{"above the ranges", datagram(52_002, 0x80, 96), false},
		{"RTCP sender report", datagram(40_100, 0x80, 200), false},
		{"first RTCP type", datagram(40_100, 0x80, 192), false},
		{"last RTCP type", datagram(40_100, 0x80, 223), false},
		{"beyond RTCP", datagram(40_100, 0x80, 224), true},
		{"STUN", datagram(40_100, 0, 1), false},
		{"DTLS", datagram(40_100, 22, 254), false},
		{"TCP", tcp, false},
		{"a later fragment", fragment, false},
	} {
		if kept := run(t, program, test.packet); kept > 0 != test.kept {
			t.Errorf("%s: %d bytes kept", test.name, kept)
		}
	}
}

func TestASocketKeepsAllButRTPAndItsRetransmissions(t *testing.T) {
	for _, types := range [][]uint8{nil, {97}, {97, 99, 108}} {
		program := socketProgram(types)
		for _, test := range []struct {
			name   string
			packet []byte
			kept   bool
		}{
			{"VP8", datagram(1, 0x80, 96), false},
			{"VP8 with marker", datagram(1, 0x80, 0x80|96), false},
			{"Opus", datagram(1, 0x90, 111), false},
			{"retransmission", datagram(1, 0x80, 97), len(types) > 0},
			{"retransmission with marker", datagram(1, 0x80, 0x80|97), len(types) > 0},
			{"retransmission of the last type", datagram(1, 0x80, 108), len(types) > 2},
			{"RTCP", datagram(1, 0x81, 200), true},
			{"STUN", datagram(1, 1, 1), true},
			{"DTLS", datagram(1, 22, 254), true},
		} {
			if kept := run(t, program, test.packet[20:]); kept > 0 != test.kept {
				t.Errorf("with types %v, %s: %d bytes kept", types, test.name, kept)
			}
		}
	}
}

func TestAPacketGoesToTheShardThatOwnsItsPort(t *testing.T) {
	e := &Engine{shards: []*shard{{}, {}, {}}}
	for port := range uint16(9) {
		index := run(t, fanoutProgram(), datagram(40_000+port, 0x80, 96)) % len(e.shards)
		if e.shards[index] != e.shardOf(40_000+port) {
			t.Errorf("port %d: the kernel chooses ring %d, the engine another shard", 40_000+port, index)
		}
	}
}
