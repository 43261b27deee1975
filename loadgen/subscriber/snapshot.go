package subscriber

import (
	"slices"
	"sync"
	"time"

	"gomeet/loadgen/histogram"
)

// TrackCounts are the cumulative figures of one track at one subscriber.
type TrackCounts struct {
	TrackSID string
	Video    bool
	Codec    string // the SDP's name in lower case, empty before the first packet
	SSRC     uint32
	Disabled bool // the layout has no tile for this video track: no packets are expected

	Packets          uint64 // media packets, each counted once however it arrived
	PaddingPackets   uint64 // padding-only packets of the server; they use up sequence numbers
	Duplicates       uint64
	Repaired         uint64 // late or retransmitted packets that filled a hole
	Overtaken        uint64 // of the repaired, those that came late by themselves
	FirstSequence    uint64 // extended sequence numbers; equal steps, arbitrary origin
	HighestSequence  uint64
	Lost             int64 // sequence numbers that no packet filled, net of late and RTX arrivals
	PayloadBytes     uint64
	WireBytes        uint64 // as sent, with RTP, SRTP, UDP and IPv4 headers; retransmissions included
	Jitter           time.Duration
	Frames           uint64 // distinct packets with the marker bit (video)
	Freezes          uint64
	FreezeMs         uint64
	DecryptedPackets uint64
	DecryptErrors    uint64
	WholeFrames      uint64
	BrokenFrames     uint64
	NACKs            uint64 // sequence numbers asked for again, each time counted
	PLIs             uint64
	// ServerSent is what the server's Sender Reports say it sent between the first and the latest of
	// them, ServerSentArrived what came in between the two: the difference was lost on the way here.
	ServerSent, ServerSentArrived uint64
}

// LostBeforeRepair are the packets that did not come by themselves, net of those that were overtaken.
func (c TrackCounts) LostBeforeRepair() int64 { return c.Lost + int64(c.Repaired-c.Overtaken) }

// SubscriberCounts are one subscriber's tracks. Index is what Subscriber.Index returns.
type SubscriberCounts struct {
	Index           int
	Tracks          []TrackCounts
	UnknownPackets  uint64 // RTP of an SSRC that no offer announced
	Malformed       uint64
	SocketOverflows uint64 // datagrams that the kernel dropped because this socket was read too late
	Err             error  // why it ended, nil while it is up
}

// Snapshot is all that the engine has counted since it began. Closed subscribers are no longer in it.
type Snapshot struct {
	Time        time.Time
	Subscribers []SubscriberCounts
	// Histograms in microseconds. Latencies are kernel receive time minus abs-capture-time: of a video
	// frame at its marker packet, of audio at each packet. Jitter is sampled once a second and track.
	VideoLatency, AudioLatency, Jitter *histogram.Histogram
	// FrameLatency is the video latency by LiveKit's packet trailer instead, of those who decrypt.
	FrameLatency    *histogram.Histogram
	SocketOverflows uint64 // of all sockets, closed ones included
	RingDrops       uint64 // packets for which the packet ring had no room
	Wakeups         uint64 // rounds of the receive loop
	ReceiveCalls    uint64 // recvmmsg system calls
	Datagrams       uint64
}

// Overflows are the datagrams that this side has lost for want of buffer, by whichever path they came.
func (s *Snapshot) Overflows() uint64 { return s.SocketOverflows + s.RingDrops }

// Snapshot copies the counts. It asks every shard at once and waits for their answers, at most one
// coalescing interval; after Close it returns the last counts.
func (e *Engine) Snapshot() Snapshot {
	parts := make([]Snapshot, len(e.shards))
	var asked sync.WaitGroup
	for i, h := range e.shards {
		asked.Go(func() {
			if h.call(func() { parts[i] = h.snapshot() }) != nil {
				<-h.done
				parts[i] = h.last
			}
		})
	}
	asked.Wait()
	whole := parts[0]
	if len(parts) == 1 {
		return whole
	}
	// The copies of a closed shard are its last ones, which no merge may change.
	whole.VideoLatency, whole.AudioLatency = whole.VideoLatency.Clone(), whole.AudioLatency.Clone()
	whole.Jitter, whole.Subscribers = whole.Jitter.Clone(), slices.Clone(whole.Subscribers)
	whole.FrameLatency = whole.FrameLatency.Clone()
	for i := range parts[1:] {
		whole.merge(&parts[i+1])
	}
	return whole
}

// merge adds another shard's counts.
func (s *Snapshot) merge(other *Snapshot) {
	if other.Time.After(s.Time) {
		s.Time = other.Time
	}
	s.Subscribers = append(s.Subscribers, other.Subscribers...)
	s.VideoLatency.Merge(other.VideoLatency)
	s.AudioLatency.Merge(other.AudioLatency)
	s.Jitter.Merge(other.Jitter)
	s.FrameLatency.Merge(other.FrameLatency)
	s.SocketOverflows += other.SocketOverflows
	s.RingDrops += other.RingDrops
	s.Wakeups += other.Wakeups
	s.ReceiveCalls += other.ReceiveCalls
	s.Datagrams += other.Datagrams
}

func (h *shard) snapshot() Snapshot {
	snapshot := Snapshot{
		Time:            time.Now(),
		Subscribers:     make([]SubscriberCounts, 0, len(h.slots)),
		VideoLatency:    h.videoLatency.Clone(),
		AudioLatency:    h.audioLatency.Clone(),
		Jitter:          h.jitter.Clone(),
		FrameLatency:    h.frameLatency.Clone(),
		SocketOverflows: h.overflows,
		Wakeups:         h.wakeups,
		ReceiveCalls:    h.batch.calls,
		Datagrams:       h.batch.datagrams,
	}
	if h.ring != nil {
		snapshot.RingDrops = h.ring.dropped()
	}
	for _, s := range h.slots {
		if s != nil {
			snapshot.Subscribers = append(snapshot.Subscribers, s.counts())
		}
	}
	return snapshot
}

func (s *Subscriber) counts() SubscriberCounts {
	counts := SubscriberCounts{
		Index:           s.index,
		Tracks:          make([]TrackCounts, len(s.tracks)),
		UnknownPackets:  s.unknownPackets,
		Malformed:       s.malformed,
		SocketOverflows: uint64(s.overflows),
		Err:             s.Err(),
	}
	for i, t := range s.tracks {
		counts.Tracks[i] = t.counts()
	}
	return counts
}
