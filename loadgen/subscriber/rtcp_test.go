package subscriber

import (
	"bytes"
	"testing"
)

func TestFeedbackPackets(t *testing.T) {
	block := reportBlock{
		ssrc: 0x01020304, fractionLost: 128, cumulativeLost: -2, highestSequence: 0x00010005, jitter: 7,
		lastSenderReport: 0x11223344, delaySince: 0x10000,
	}
	for _, test := range []struct {
		name string
		got  []byte
		want string
	}{
		{"receiver report", appendReceiverReport(nil, 9, []reportBlock{block}),
			"81c90007 00000009 01020304 80fffffe 00010005 00000007 11223344 00010000"},
		{"empty receiver report", appendReceiverReport(nil, 9, nil), "80c90001 00000009"},
		// 100,000,000 has 27 bits, so the exponent is 9 and the mantissa 100,000,000 >> 9 = 195,312 = 0x2faf0.
		{"REMB", appendREMB(nil, 9, 100_000_000, []uint32{5, 6}),
			"8fce0006 00000009 00000000 52454d42 0226faf0 00000005 00000006"},
		{"PLI", appendPLI(nil, 9, 5), "81ce0002 00000009 00000005"},
		// 16 follows 0 in one pair (bit 15), 17 begins the next; 65535 and 0 share a pair too.
		{"NACK", appendNACK(nil, 9, 5, []uint16{100, 101, 116, 117, 65535, 0}),
			"81cd0005 00000009 00000005 00648001 00750000 ffff0001"},
	} {
		if want := fromHex(t, test.want); !bytes.Equal(test.got, want) {
			t.Errorf("%s is %x, expected %x", test.name, test.got, want)
		}
	}
}

func TestSenderReportsOfACompound(t *testing.T) {
	compound := fromHex(t, `80c80006 00000005 1122334455667788 00000000 00000001 00000002
		81ca0002 00000005 01000000 80c80006 00000006 aabbccddeeff0011 00000000 00000001 00000002`)
	var found []uint64
	senderReports(compound, func(ssrc uint32, ntp uint64, _ uint32) { found = append(found, uint64(ssrc), ntp) })
	want := []uint64{5, 0x1122334455667788, 6, 0xaabbccddeeff0011}
	if len(found) != len(want) || found[0] != want[0] || found[1] != want[1] || found[2] != want[2] || found[3] != want[3] {
		t.Errorf("found %x, expected %x", found, want)
	}
	senderReports(compound[:30], func(uint32, uint64, uint32) {}) // a cut packet is read as far as it goes
}

func TestRTPHeader(t *testing.T) {
	tag := "00000000000000000000000000000000"
	var h rtpHeader
	// One-byte extensions: padding, id 1 with 1 byte, id 3 with the 8 bytes of 1970-01-01 00:00:01.5.
	packet := fromHex(t, "90e01234 00000064 00000007 bede0004 00 10ff 37 83aa7e8180000000 00000000 aabb"+tag)
	if !h.parse(packet, len(packet)) || !h.marker || h.padded || h.payloadType != 96 || h.sequence != 0x1234 || h.timestamp != 100 ||
		h.ssrc != 7 || h.headerBytes != 32 || h.payloadBytes != 2 {
		t.Fatalf("parsed %+v", h)
	}
	if ns, ok := h.captureTimeNs(3); !ok || ns != 1_500_000_000 {
		t.Errorf("capture time is %d, %v; expected 1.5 s", ns, ok)
	}
	if _, ok := h.captureTimeNs(2); ok {
		t.Error("found an extension that is not there")
	}
	// Two-byte extensions, and a padding bit.
	packet = fromHex(t, "b0601234 00000064 00000007 10000003 0308 83aa7e8180000000 0000 aabb"+tag)
	if !h.parse(packet, len(packet)) || h.marker || !h.padded {
		t.Fatalf("parsed %+v", h)
	}
	if ns, ok := h.captureTimeNs(3); !ok || ns != 1_500_000_000 {
		t.Errorf("capture time is %d, %v; expected 1.5 s", ns, ok)
	}
	for cut := range len(packet) {
		h.parse(packet[:cut], len(packet)) // must not read beyond
	}
}

// TestACutOffHeader judges a packet of 1,000 bytes of which the ring has kept the beginning.
func TestACutOffHeader(t *testing.T) {
	var h rtpHeader
	packet := fromHex(t, "90e01234 00000064 00000007 bede0004 00 10ff 37 83aa7e8180000000 00000000")
	if !h.parse(packet, 1000) || h.headerBytes != 32 || h.payloadBytes != 1000-32-srtpTagBytes {
		t.Errorf("parsed %+v", h)
	}
	if ns, ok := h.captureTimeNs(3); !ok || ns != 1_500_000_000 {
		t.Errorf("capture time is %d, %v; expected 1.5 s", ns, ok)
	}
	if !h.parse(packet[:24], 1000) || h.payloadBytes != 1000-32-srtpTagBytes {
		t.Errorf("with its extensions cut off the packet was parsed as %+v", h)
	}
	if _, ok := h.captureTimeNs(3); ok {
		t.Error("found an extension that was cut off")
	}
}
