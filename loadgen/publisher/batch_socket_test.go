package publisher

import (
	"bytes"
	"net"
	"net/netip"
	"testing"
	"time"
)

func udpSocket(t *testing.T) *net.UDPConn {
	t.Helper()
	socket, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:0")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	return socket
}

func TestGatheredPacketsArriveAsTheyWereWritten(t *testing.T) {
	for _, refused := range []bool{false, true} {
		near, far := newBatchSocket(udpSocket(t)), udpSocket(t)
		near.refused = refused
		to := far.LocalAddr().(*net.UDPAddr).AddrPort()
		write := func(packet []byte) {
			if n, err := near.WriteToAddrPort(packet, to); n != len(packet) || err != nil {
				t.Fatalf("wrote %d: %v", n, err)
			}
		}
		var sent [][]byte
		write([]byte("at once"))
		near.gather()
		// Rows of equal sizes, with a smaller end, with a larger one behind, and longer than one message.
		for i, size := range append([]int{1200, 1200, 700, 900, 1100, 1100}, repeat(300, maxRunPackets+3)...) {
			sent = append(sent, bytes.Repeat([]byte{byte(i)}, size))
			write(sent[i])
		}
		if runs := len(near.runs); runs != 5 {
			t.Errorf("%d runs, want 5", runs)
		}
		near.flush()
		expect(t, far, []byte("at once"))
		for _, packet := range sent {
			expect(t, far, packet)
		}
		if near.refused != refused {
			t.Error("the kernel refused to cut a message")
		}
	}
}

func repeat(size, times int) []int {
	sizes := make([]int, times)
	for i := range sizes {
		sizes[i] = size
	}
	return sizes
}

func expect(t *testing.T, socket *net.UDPConn, want []byte) {
	t.Helper()
	buffer := make([]byte, 1500)
	if err := socket.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	n, err := socket.Read(buffer)
	if err != nil || !bytes.Equal(buffer[:n], want) {
		t.Fatalf("%d bytes of %v (%v), want %d of %v", n, buffer[:min(n, 1)], err, len(want), want[0])
	}
}
