package relay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"
)

var loopback = netip.MustParseAddr("127.0.0.1")

// endpoint is a UDP socket with a deadline, so that a lost datagram fails the test.
func endpoint(t *testing.T) *net.UDPConn {
	t.Helper()
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	_ = socket.SetDeadline(time.Now().Add(10 * time.Second))
	return socket
}

func open(t *testing.T, options Options, link LinkOptions) (*Relay, *Link) {
	t.Helper()
	r, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	l, err := r.Open(link)
	if err != nil {
		t.Fatal(err)
	}
	return r, l
}

func packet(sequence uint16) []byte {
	b := make([]byte, 100)
	b[0], b[1] = 0x80, 96
	binary.BigEndian.PutUint16(b[2:], sequence)
	binary.BigEndian.PutUint32(b[8:], 7)
	return b
}

func read(t *testing.T, socket *net.UDPConn) ([]byte, netip.AddrPort) {
	t.Helper()
	buffer := make([]byte, 2048)
	size, from, err := socket.ReadFromUDPAddrPort(buffer)
	if err != nil {
		t.Fatal(err)
	}
	return buffer[:size], from
}

func TestBothDirectionsPassAndAreLogged(t *testing.T) {
	participant, server := endpoint(t), endpoint(t)
	relay, link := open(t, Options{LogPackets: 3, Inspect: func(packet []byte) uint64 { return uint64(packet[3]) }}, LinkOptions{
		Server: server.LocalAddr().(*net.UDPAddr).AddrPort(), Listen: loopback,
		ToParticipant: Impairment{Delay: 20 * time.Millisecond},
	})
	if _, err := participant.WriteToUDPAddrPort(packet(1), link.Address); err != nil {
		t.Fatal(err)
	}
	got, from := read(t, server)
	if !bytes.Equal(got, packet(1)) {
		t.Error("the datagram was changed")
	}
	for sequence := range uint16(4) {
		if _, err := server.WriteToUDPAddrPort(packet(10+sequence), from); err != nil {
			t.Fatal(err)
		}
		if _, sender := read(t, participant); sender != link.Address {
			t.Errorf("the answer came from %v, expected %v", sender, link.Address)
		}
	}
	log := relay.Log()
	if len(log.Records) != 3 || log.Unlogged != 2 {
		t.Fatalf("%d records and %d beyond the bound; expected 3 and 2", len(log.Records), log.Unlogged)
	}
	up, down := log.Records[0], log.Records[1]
	if up.Direction != ToServer || up.Sequence != 1 || up.SSRC != 7 || up.Mark != 1 || up.SentNs < up.ReceivedNs {
		t.Errorf("record is %+v", up)
	}
	if down.Direction != ToParticipant || down.SentNs-down.ReceivedNs < int64(20*time.Millisecond) || down.DueNs-down.ReceivedNs != int64(20*time.Millisecond) {
		t.Errorf("record is %+v, expected 20 ms of delay", down)
	}
}

func TestADroppedPacketIsOnlyInTheLog(t *testing.T) {
	participant, server := endpoint(t), endpoint(t)
	relay, link := open(t, Options{LogPackets: 10}, LinkOptions{
		Server: server.LocalAddr().(*net.UDPAddr).AddrPort(), Listen: loopback,
		ToServer: Impairment{Drop: func(ordinal uint64) bool { return ordinal == 0 }},
	})
	for sequence := range uint16(2) {
		if _, err := participant.WriteToUDPAddrPort(packet(sequence), link.Address); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := read(t, server); !bytes.Equal(got, packet(1)) {
		t.Error("the dropped packet arrived")
	}
	if first := relay.Log().Records[0]; first.Fate != FateDropped || first.SentNs != 0 {
		t.Errorf("record is %+v", first)
	}
}

func TestAClosedRelayRefuses(t *testing.T) {
	relay, link := open(t, Options{}, LinkOptions{Server: netip.AddrPortFrom(loopback, 9), Listen: loopback})
	link.Close()
	relay.Close()
	if _, err := relay.Open(LinkOptions{Server: netip.AddrPortFrom(loopback, 9), Listen: loopback}); !errors.Is(err, ErrClosed) {
		t.Errorf("error is %v, expected ErrClosed", err)
	}
	relay.Log() // still answers
}
