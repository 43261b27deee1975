package subscriber

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"net/netip"
	"strings"
	"testing"
)

func fromHex(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// sampleRequest is the test vector of RFC 5769, section 2.1.
const (
	sampleRequest = `000100582112a442b7e7a701bc34d686fa87dfae
		802200105354554e207465737420636c69656e74 002400046e0001ff 80290008932ff9b151263b36
		000600096576746a3a68367659202020 000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004e57a3bcf`
	samplePassword = "VOkJxbRl1RmTxUk/WvJxBt"
)

func TestTheSampleRequestOfRFC5769(t *testing.T) {
	message, ok := parseSTUN(fromHex(t, sampleRequest))
	if !ok || message.kind != stunBindingRequest || message.username != "evtj:h6vY" || message.useCandidate {
		t.Fatalf("parsed %+v, %v", message, ok)
	}
	if !message.authentic(samplePassword) || message.authentic("another password") {
		t.Error("message integrity is judged wrongly")
	}
}

func TestDamagedMessagesAreRefused(t *testing.T) {
	whole := fromHex(t, sampleRequest)
	for _, cut := range []int{0, 1, 19, 20, 40, len(whole) - 1} {
		if _, ok := parseSTUN(whole[:cut]); ok {
			t.Errorf("a message cut to %d bytes was taken", cut)
		}
	}
	changed := bytes.Clone(whole)
	changed[30] ^= 1
	if message, _ := parseSTUN(changed); message.authentic(samplePassword) {
		t.Error("a changed message passed for authentic")
	}
}

func TestBindingResponseMapsTheAddressOfRFC5769(t *testing.T) {
	request, _ := parseSTUN(fromHex(t, sampleRequest))
	raw := bindingResponse(request.transaction, netip.MustParseAddrPort("192.0.2.1:32853"), samplePassword)
	if want := fromHex(t, "002000080001a147e112a643"); !bytes.Equal(raw[20:32], want) {
		t.Errorf("XOR-MAPPED-ADDRESS is %x, expected %x", raw[20:32], want)
	}
	response, ok := parseSTUN(raw)
	if !ok || response.kind != stunBindingResponse || !response.authentic(samplePassword) {
		t.Fatalf("response does not parse or authenticate: %x", raw)
	}
	checksum := crc32.ChecksumIEEE(raw[:len(raw)-8]) ^ 0x5354554e
	if got := raw[len(raw)-4:]; !bytes.Equal(got, []byte{byte(checksum >> 24), byte(checksum >> 16), byte(checksum >> 8), byte(checksum)}) {
		t.Errorf("fingerprint is %x, expected %08x", got, checksum)
	}
}

func TestABindingRequestNamesBothSidesAndItsRole(t *testing.T) {
	for _, test := range []struct {
		controlling, nominating bool
		role                    uint16
	}{{false, false, attributeICEControlled}, {true, false, attributeICEControlling}, {true, true, attributeICEControlling}} {
		raw := bindingRequest(transactionID{1, 2, 3}, connectivityCheck{
			username: "remote:local", password: samplePassword, tieBreaker: 7,
			controlling: test.controlling, nominating: test.nominating,
		})
		message, ok := parseSTUN(raw)
		if !ok || message.kind != stunBindingRequest || message.username != "remote:local" ||
			message.useCandidate != test.nominating || !message.authentic(samplePassword) {
			t.Errorf("%+v was parsed as %+v, %v", test, message, ok)
		}
		// USERNAME takes 4 + 12 bytes behind the header; the role follows, with the tie-breaker.
		if role := raw[36:48]; binary.BigEndian.Uint16(role) != test.role || binary.BigEndian.Uint64(role[4:]) != 7 {
			t.Errorf("%+v: role attribute is %x", test, role)
		}
	}
}
