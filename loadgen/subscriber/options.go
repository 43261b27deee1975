// Package subscriber receives the media of a LiveKit room at a small fraction of a full WebRTC
// client's cost. After the handshake a participant has no goroutine here: an engine reads all
// sockets in batches and judges packets by their clear RTP header. It runs on Linux only.
package subscriber

import (
	"net/netip"
	"runtime"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/datachannel"
	"gomeet/loadgen/route"
	"gomeet/loadgen/signal"
)

// Tile is one picture of a layout, in pixels.
type Tile struct{ Width, Height int }

// Layout says which video tracks a participant shows: the k-th track it sees gets the k-th tile's
// size, further tracks are disabled. Without tiles no video is received. Audio is always on.
type Layout struct {
	Name  string
	Tiles []Tile
}

// Options describe one subscriber.
type Options struct {
	Signal *signal.Conn          // joined with AutoSubscribe unless Selective; stays the caller's, who closes it
	Join   *livekit.JoinResponse // what Dial returned; not kept
	Layout Layout
	// Selective subscribes track by track to what the layout shows and to every microphone, as real clients do in
	// large rooms. With AutoSubscribe the server sets up every camera for everyone, also where nobody looks. It
	// needs Join, and does not go with Resumable.
	Selective bool
	// Decrypt decrypts every packet and reassembles frames: for the sample that proves integrity.
	Decrypt bool
	// FrameCheck tells whether a whole reassembled frame is one of the clip's. The codec is the SDP's
	// name in lower case ("vp8", "opus"). It is called on the engine's goroutine, must not block, and
	// must not keep the payload. Without it every reassembled frame counts as whole.
	FrameCheck func(trackSID string, codec string, payload []byte) bool
	// Resumable keeps the connected subscriber when signalling is lost, until Resume or until media end too.
	Resumable bool
	// Data takes part in the room's data messages: SCTP is set up, and the handler is told what comes. That
	// costs six goroutines. It is not called any more once Close has returned.
	Data datachannel.Handler
	// SourceAddress is what the media socket binds to; the zero value means the address that the
	// signalling connection uses.
	SourceAddress netip.Addr
	// Route puts something between the participant and the server, such as a relay: see package route.
	// The server is then told no address of this side but the one that it will see.
	Route route.Route
	// OnPacket sees each distinct media packet, but for those of a retransmission stream: for the
	// calibration, which compares them with a relay's log. It is called on the engine's goroutine.
	OnPacket func(PacketSeen)
}

// EngineOptions tune an engine; the zero value is right for a load test.
type EngineOptions struct {
	// CoalesceInterval is how long the engine lets packets gather under load before it reads them again.
	// Kernel timestamps keep latency exact; a repair is asked for that much later at most. 0 means 40 ms: an
	// SFU sends a frame's packets to one subscriber after another, so that at 110 packets/s a system call then
	// brings four, and at 20 ms only two.
	CoalesceInterval time.Duration
	// BitrateEstimateBps is the constant estimate sent by REMB; 0 means 100 Mbit/s, LiveKit's own
	// assumption for a client that sends no estimate.
	BitrateEstimateBps uint64
	// Shards are the cores that receive; 0 means all that Go may use but one, which is left to the
	// publishers and to k6, and at least 1.
	Shards int
	// Path forces one way to receive; the zero value takes the packet ring where it is allowed.
	Path Path
}

const (
	defaultCoalesceInterval   = 40 * time.Millisecond
	defaultBitrateEstimateBps = 100_000_000
)

func (o EngineOptions) withDefaults() EngineOptions {
	if o.CoalesceInterval == 0 {
		o.CoalesceInterval = defaultCoalesceInterval
	}
	if o.BitrateEstimateBps == 0 {
		o.BitrateEstimateBps = defaultBitrateEstimateBps
	}
	if o.Shards == 0 {
		o.Shards = max(runtime.GOMAXPROCS(0)-1, 1)
	}
	return o
}
