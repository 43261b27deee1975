package subscriber

import (
	"time"

	"gomeet/loadgen/histogram"
)

// TrackCounts are the cumulative figures of one track at one subscriber.
type TrackCounts struct {
	TrackSID string
	Video    bool
	Codec    string // the SDP's name in lower case
	SSRC     uint32
	Disabled bool // the layout has no tile for this video track: no packets are expected

	Packets          uint64 // media packets, each counted once however it arrived
	PaddingPackets   uint64 // padding-only packets of the server; they use up sequence numbers
	Duplicates       uint64
	Repaired         uint64 // late or retransmitted packets that filled a hole
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
}

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
	SocketOverflows                    uint64 // of all sockets, closed ones included
	Wakeups                            uint64 // rounds of the receive loop
	ReceiveCalls                       uint64 // recvmmsg system calls
	Datagrams                          uint64
}

// Snapshot copies the counts. It asks the engine's goroutine and waits for its answer, at most a
// few milliseconds; after Close it returns the last counts.
func (e *Engine) Snapshot() Snapshot {
	var snapshot Snapshot
	if e.call(func() { snapshot = e.snapshot() }) != nil {
		<-e.done
		return e.last
	}
	return snapshot
}

func (e *Engine) snapshot() Snapshot {
	snapshot := Snapshot{
		Time:            time.Now(),
		Subscribers:     make([]SubscriberCounts, 0, len(e.slots)),
		VideoLatency:    e.videoLatency.Clone(),
		AudioLatency:    e.audioLatency.Clone(),
		Jitter:          e.jitter.Clone(),
		SocketOverflows: e.overflows,
		Wakeups:         e.wakeups,
		ReceiveCalls:    e.batch.calls,
		Datagrams:       e.batch.datagrams,
	}
	for _, s := range e.slots {
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
