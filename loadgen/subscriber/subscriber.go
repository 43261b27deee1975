package subscriber

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/srtp/v3"
	"golang.org/x/sys/unix"

	"gomeet/loadgen/datachannel"
	"gomeet/loadgen/signal"
)

// Subscriber is one participant's receiving side.
type Subscriber struct {
	shard     *shard
	index     int
	signal    atomic.Pointer[signal.Conn]
	resumable atomic.Bool // once it is connected

	ending     sync.Once
	done       chan struct{}
	err        error // written once, before done is closed
	offered    chan struct{}
	nominated  chan struct{}
	firstFrame atomic.Int64 // Unix nanoseconds, 0 before
	mediaAgain atomic.Int64 // the same, of the first packet after an ICE restart

	negotiating sync.Mutex // guards the negotiation
	negotiation negotiation

	messages *datachannel.Receiver // set before Connect returns, nil for who has no data

	// The rest belongs to the shard's goroutine.
	fd          int
	local       netip.AddrPort
	captured    bool    // RTP comes by the packet ring, all else by the socket
	rtxTypes    []uint8 // payload types that the socket's filter lets through
	slot        int32
	removed     bool
	ice         iceAgent
	restartedNs int64         // when ICE was restarted, 0 once media have come again
	pipe        *datagramPipe // the DTLS connection's end, nil after the handshake of who has no data
	data        datachannel.Handler
	decrypt     bool
	frameCheck  func(trackSID, codec string, payload []byte) bool
	onPacket    func(PacketSeen)
	inbound     *srtp.Context
	outbound    *srtp.Context
	senderSSRC  uint32

	tracks         []*track
	streams        []stream // of the tracks, see listStreams
	awaitsFeedback bool
	alerted        bool // the server closed the DTLS connection
	alertReported  bool // and one report has passed since
	lastHeardNs    int64
	overflows      uint32
	unknownPackets uint64
	malformed      uint64
}

// Index numbers the engine's subscribers in the order of their Connect, without reuse.
func (s *Subscriber) Index() int { return s.index }

// Done is closed when the subscriber has ended; Err then says why.
func (s *Subscriber) Done() <-chan struct{} { return s.done }

// Err is nil while the subscriber is up, then ErrClosed, ErrMediaTimeout, ErrServerClosed,
// ErrEngineClosed, or the signalling connection's reason.
func (s *Subscriber) Err() error {
	select {
	case <-s.done:
		return s.err
	default:
		return nil
	}
}

// FirstFrame is when the last packet of the first whole video frame arrived, by the kernel's clock.
// The server begins a video track with a key frame, so that frame can be shown.
func (s *Subscriber) FirstFrame() (time.Time, bool) {
	if ns := s.firstFrame.Load(); ns != 0 {
		return time.Unix(0, ns), true
	}
	return time.Time{}, false
}

// Close ends the subscriber and closes its socket. Its counts leave the snapshots; the signalling
// connection stays open. After the end for another reason Close is still due.
func (s *Subscriber) Close() {
	s.fail(ErrClosed)
	_ = s.shard.call(func() { s.shard.remove(s) }) // a closed engine has removed it already
	if s.messages != nil {
		s.messages.Close()
	}
}

// fail ends the subscriber with a reason; the first one counts. Its counts stay until Close.
func (s *Subscriber) fail(reason error) {
	s.ending.Do(func() {
		s.err = reason
		close(s.done)
	})
}

func (s *Subscriber) ended() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// add gives a subscriber its slot and watches its socket.
func (h *shard) add(s *Subscriber) error {
	if last := len(h.freeSlots) - 1; last >= 0 {
		s.slot, h.freeSlots = h.freeSlots[last], h.freeSlots[:last]
		h.slots[s.slot] = s
	} else {
		s.slot = int32(len(h.slots))
		h.slots = append(h.slots, s)
	}
	h.occupied[int(s.slot)%slotsPerSecond]++
	h.connecting[s] = struct{}{}
	if s.captured {
		h.captured[keyOf(s.local)] = s
	}
	return h.poller.add(s.fd, s.slot)
}

func (h *shard) remove(s *Subscriber) {
	if s.removed {
		return
	}
	s.removed = true
	delete(h.connecting, s)
	if s.captured {
		delete(h.captured, keyOf(s.local)) // before the port can be anyone else's
	}
	h.slots[s.slot] = nil
	h.freeSlots = append(h.freeSlots, s.slot)
	h.occupied[int(s.slot)%slotsPerSecond]--
	if s.pipe != nil {
		s.pipe.mute() // nobody may write to the descriptor's number once it is someone else's
	}
	_ = unix.Close(s.fd)
}

// receive sorts a datagram by its first byte (RFC 7983): STUN, DTLS, RTP or RTCP.
func (s *Subscriber) receive(datagram []byte, arrivalNs int64, message int) {
	if len(datagram) < 2 {
		s.malformed++
		return
	}
	s.lastHeardNs = arrivalNs
	switch first := datagram[0]; {
	case first >= 128 && first < 192:
		// RTCP packet types 192..223 share the byte with RTP's marker and payload type (RFC 5761).
		if datagram[1] >= 192 && datagram[1] <= 223 {
			s.receiveRTCP(datagram, arrivalNs)
		} else {
			s.receiveRTP(datagram, arrivalNs)
		}
	case first <= 3:
		s.receiveSTUN(datagram, s.shard.batch.sourceOf(message), arrivalNs)
	case first >= 20 && first < 64:
		s.receiveDTLS(datagram, arrivalNs)
	default:
		s.malformed++
	}
}
