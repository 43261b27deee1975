package subscriber

import (
	"crypto/rand"
	"encoding/binary"
	"net/netip"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

const (
	firstCheckInterval = 50 * time.Millisecond
	maxCheckInterval   = time.Second
)

// iceAgent is the controlled, ICE-lite side of one connection, improved by checks of its own: they
// open a path through an address translator, and a check right behind the answer to the server's
// makes the server nominate at once instead of at its next 200 ms tick.
type iceAgent struct {
	ufrag, password             string
	remoteUfrag, remotePassword string
	tieBreaker                  uint64
	candidates                  []netip.AddrPort
	connected                   bool

	nextCheckNs   int64
	checkInterval time.Duration
	transaction   transactionID // of the latest check
	sentNs        int64
	roundTripNs   int64
}

func newICEAgent() iceAgent {
	return iceAgent{
		// rand.Text is 26 characters of 5 bits; RFC 8445 asks for 24 bits of ufrag and 128 of password.
		ufrag:         rand.Text()[:8],
		password:      rand.Text(),
		tieBreaker:    randomUint64(),
		checkInterval: firstCheckInterval,
	}
}

func randomUint64() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (Go 1.24 and later)
	return binary.NativeEndian.Uint64(b[:])
}

func (s *Subscriber) receiveSTUN(datagram []byte, from netip.AddrPort, arrivalNs int64) {
	message, ok := parseSTUN(datagram)
	if !ok {
		s.malformed++
		return
	}
	switch message.kind {
	case stunBindingRequest:
		if message.username != s.ice.ufrag+":"+s.ice.remoteUfrag || !message.authentic(s.ice.password) {
			return
		}
		s.send(bindingResponse(message.transaction, from, s.ice.password), from)
		if s.ice.connected {
			return
		}
		if message.useCandidate {
			s.nominate(from)
		} else {
			s.check(from)
		}
	case stunBindingResponse:
		if message.transaction == s.ice.transaction && message.authentic(s.ice.remotePassword) {
			s.ice.roundTripNs = max(arrivalNs-s.ice.sentNs, 0)
		}
	}
}

// nominate connects the socket to the pair that the server chose: from here on the kernel drops
// what comes from elsewhere, and sending needs no address.
func (s *Subscriber) nominate(server netip.AddrPort) {
	if err := unix.Connect(s.fd, socketAddress(server)); err != nil {
		s.fail(&ConnectError{Stage: StageICE, Cause: err})
		return
	}
	s.ice.connected = true
	s.ice.candidates = nil
	s.pipe = newDatagramPipe(s.fd, server)
	close(s.nominated)
}

// checkCandidates repeats this side's checks while nothing is nominated.
func (s *Subscriber) checkCandidates(nowNs int64) {
	if s.ice.connected || s.ice.remoteUfrag == "" || nowNs < s.ice.nextCheckNs {
		return
	}
	s.ice.nextCheckNs = nowNs + int64(s.ice.checkInterval)
	s.ice.checkInterval = min(2*s.ice.checkInterval, maxCheckInterval)
	for _, candidate := range s.ice.candidates {
		s.check(candidate)
	}
}

func (s *Subscriber) check(server netip.AddrPort) {
	_, _ = rand.Read(s.ice.transaction[:]) // never fails (Go 1.24 and later)
	s.ice.sentNs = time.Now().UnixNano()
	username := s.ice.remoteUfrag + ":" + s.ice.ufrag
	s.send(bindingRequest(s.ice.transaction, username, s.ice.remotePassword, s.ice.tieBreaker), server)
}

// send writes to an address before the socket is connected, and to the server afterwards. A datagram
// that the kernel refuses is lost, as the network might have lost it; ICE and RTCP repeat themselves.
func (s *Subscriber) send(datagram []byte, to netip.AddrPort) {
	if s.ice.connected {
		_, _ = unix.Write(s.fd, datagram)
		return
	}
	_ = unix.Sendto(s.fd, datagram, 0, socketAddress(to))
}

func (s *Subscriber) addCandidate(candidate netip.AddrPort) {
	if !s.ice.connected && !slices.Contains(s.ice.candidates, candidate) {
		s.ice.candidates = append(s.ice.candidates, candidate)
		s.ice.nextCheckNs = 0
	}
}
