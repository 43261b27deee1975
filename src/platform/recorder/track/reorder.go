// Package track turns the RTP packets of one track into a file that ffmpeg reads.
package track

import (
	"time"

	"github.com/pion/rtp"
)

// Packet is one RTP packet and when it arrived, counted from the recording's start.
type Packet struct {
	*rtp.Packet
	Arrival time.Duration
	// AfterLoss says that the packets right before this one never came.
	AfterLoss bool
}

// Queue puts packets back into the order in which they were sent. It waits for a missing one (a retransmission
// brings it within a round trip) until Limit packets have come after it.
type Queue struct {
	// Limit is the number of packets held while one is missing: at 140 packets a second (1.5 Mbps), 100 are 0.7 s.
	Limit   int
	started bool
	next    uint16
	held    map[uint16]Packet
}

// restartDistance is how far off a sequence number may be and still be of the same stream rather than a new beginning: 20 s of
// video.
const restartDistance = 3000

// Push takes a packet in. It returns those whose turn has come, in order.
func (q *Queue) Push(packet Packet) []Packet {
	if q.held == nil {
		q.held = make(map[uint16]Packet)
	}
	distance := int16(packet.SequenceNumber - q.next)
	if !q.started || distance < -restartDistance || distance > restartDistance {
		clear(q.held)
		packet.AfterLoss = q.started
		q.started, q.next, distance = true, packet.SequenceNumber, 0
	}
	if distance < 0 {
		return nil // it came twice, or after it was given up
	}
	q.held[packet.SequenceNumber] = packet
	ordered := q.release(nil, false)
	if len(q.held) > q.Limit {
		ordered = q.skipGap(ordered)
	}
	return ordered
}

// Flush returns what is still held, gaps and all.
func (q *Queue) Flush() (ordered []Packet) {
	for len(q.held) > 0 {
		ordered = q.skipGap(ordered)
	}
	return ordered
}

func (q *Queue) skipGap(ordered []Packet) []Packet {
	nearest := ^uint16(0)
	for sequence := range q.held {
		nearest = min(nearest, sequence-q.next)
	}
	q.next += nearest
	return q.release(ordered, true)
}

func (q *Queue) release(ordered []Packet, afterLoss bool) []Packet {
	for {
		packet, here := q.held[q.next]
		if !here {
			return ordered
		}
		delete(q.held, q.next)
		q.next++
		packet.AfterLoss = packet.AfterLoss || afterLoss
		afterLoss = false
		ordered = append(ordered, packet)
	}
}
