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
	// consentReports is how many of its reports, one a second, a subscriber sends between two consent
	// checks (RFC 7675, section 5.1, asks for one in about 5 s). They measure the round trip too.
	consentReports = 5
)

// iceAgent is this side of one connection: a full agent with one host candidate.
//
// As a rule it is controlled: the server offers. It sends checks of its own all the same: they open a
// path through an address translator, and one right behind the answer to the server's makes the server
// nominate at once instead of at its next 200 ms tick. An ICE-lite server never checks; this side
// then controls, and nominates the first candidate that answers.
type iceAgent struct {
	ufrag, password             string
	remoteUfrag, remotePassword string
	tieBreaker                  uint64
	controlling                 bool
	candidates                  []candidate // the server's; after the nomination the one nominated
	connected                   bool

	nextCheckNs   int64
	checkInterval time.Duration
	roundTripNs   int64
	reports       int // since the last consent check
}

// candidate is an address of the server, with the latest check sent to it.
type candidate struct {
	address     netip.AddrPort
	transaction transactionID
	sentNs      int64
	nominating  bool
	valid       bool // it has answered
}

func newICEAgent() iceAgent {
	ufrag, password := newCredentials()
	return iceAgent{ufrag: ufrag, password: password, tieBreaker: randomUint64(), checkInterval: firstCheckInterval}
}

// newCredentials makes a ufrag and a password. rand.Text is 26 characters of 5 bits; RFC 8445 asks for 24
// bits of the one and 128 of the other.
func newCredentials() (ufrag, password string) { return rand.Text()[:8], rand.Text() }

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
		s.answerCheck(&message, from)
	case stunBindingResponse:
		s.finishCheck(&message, from, arrivalNs)
	}
}

// answerCheck answers the server's check and follows its nomination.
func (s *Subscriber) answerCheck(message *stunMessage, from netip.AddrPort) {
	if message.username != s.ice.ufrag+":"+s.ice.remoteUfrag || !message.authentic(s.ice.password) {
		return
	}
	s.send(bindingResponse(message.transaction, from, s.ice.password), from)
	switch {
	case s.ice.connected:
	case message.useCandidate && !s.ice.controlling:
		s.nominate(from)
	default:
		s.check(s.candidateAt(from))
	}
}

// finishCheck takes the answer to a check. It counts only from where the check went.
func (s *Subscriber) finishCheck(message *stunMessage, from netip.AddrPort, arrivalNs int64) {
	for i := range s.ice.candidates {
		c := &s.ice.candidates[i]
		if c.address != from || c.transaction != message.transaction || !message.authentic(s.ice.remotePassword) {
			continue
		}
		s.ice.roundTripNs = max(arrivalNs-c.sentNs, 0)
		c.valid = true
		switch {
		case s.ice.connected || !s.ice.controlling:
		case c.nominating:
			s.nominate(from)
		default:
			s.check(c)
		}
		return
	}
}

// nominate connects the socket to the pair that was chosen: from here on the kernel drops what comes
// from elsewhere, and sending needs no address.
func (s *Subscriber) nominate(server netip.AddrPort) {
	if err := unix.Connect(s.fd, socketAddress(server)); err != nil {
		s.fail(&ConnectError{Stage: StageICE, Cause: err})
		return
	}
	s.ice.connected = true
	s.ice.candidates = []candidate{*s.candidateAt(server)}
	if s.outbound != nil { // an ICE restart: DTLS goes on
		delete(s.shard.connecting, s)
		return
	}
	s.pipe = newDatagramPipe(s.fd, server, s.data != nil)
	close(s.nominated)
}

// checkCandidates repeats this side's checks while nothing is nominated: all of them until one
// answers, then, when this side controls, that one's nomination.
func (s *Subscriber) checkCandidates(nowNs int64) {
	if s.ice.connected || s.ice.remoteUfrag == "" || nowNs < s.ice.nextCheckNs {
		return
	}
	s.ice.nextCheckNs = nowNs + int64(s.ice.checkInterval)
	s.ice.checkInterval = min(2*s.ice.checkInterval, maxCheckInterval)
	for i := range s.ice.candidates {
		c := &s.ice.candidates[i]
		if s.ice.controlling && c.valid {
			s.check(c)
			return
		}
	}
	for i := range s.ice.candidates {
		s.check(&s.ice.candidates[i])
	}
}

// checkConsent is called with each report.
func (s *Subscriber) checkConsent() {
	if s.ice.reports++; s.ice.reports%consentReports == 0 {
		s.check(&s.ice.candidates[0])
	}
}

func (s *Subscriber) check(c *candidate) {
	_, _ = rand.Read(c.transaction[:]) // never fails (Go 1.24 and later)
	c.sentNs = time.Now().UnixNano()
	c.nominating = s.ice.controlling && c.valid && !s.ice.connected
	s.send(bindingRequest(c.transaction, connectivityCheck{
		username: s.ice.remoteUfrag + ":" + s.ice.ufrag, password: s.ice.remotePassword,
		tieBreaker: s.ice.tieBreaker, controlling: s.ice.controlling, nominating: c.nominating,
	}), c.address)
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

// addCandidate takes one from the server and checks it at once: by then the answer is on its way.
func (s *Subscriber) addCandidate(address netip.AddrPort) {
	if s.ice.connected || s.removed {
		return
	}
	if c := s.candidateAt(address); c.sentNs == 0 && s.ice.remoteUfrag != "" {
		s.check(c)
	}
}

// candidateAt finds or adds a candidate; one that only a check has shown is peer-reflexive.
func (s *Subscriber) candidateAt(address netip.AddrPort) *candidate {
	i := slices.IndexFunc(s.ice.candidates, func(c candidate) bool { return c.address == address })
	if i < 0 {
		i = len(s.ice.candidates)
		s.ice.candidates = append(s.ice.candidates, candidate{address: address})
	}
	return &s.ice.candidates[i]
}
