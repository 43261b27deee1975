// Package calibration sets what subscribers measure beside what a relay in front of them did, packet by
// packet, so that the noise of the machine is in both and cancels.
package calibration

import (
	"slices"
	"time"

	"gomeet/loadgen/relay"
	"gomeet/loadgen/subscriber"
)

// ntpToUnixSeconds are the seconds from 1900-01-01 to 1970-01-01: (70*365 + 17) * 86,400.
const ntpToUnixSeconds = 2_208_988_800

// unixNs reads a 32.32 fixed-point NTP timestamp.
func unixNs(ntp uint64) int64 {
	return (int64(ntp>>32)-ntpToUnixSeconds)*1e9 + int64((ntp&0xffffffff)*1e9>>32)
}

// Observation is all that one subscriber saw, behind one link of the relay.
type Observation struct {
	Link    int
	Packets []subscriber.PacketSeen
	Tracks  []subscriber.TrackCounts
}

// Latency compares latencies, in nanoseconds, each slice sorted.
type Latency struct {
	Measured []int64 // arrival minus capture time, as subscribers have it
	Truth    []int64 // the relay's moment of sending minus the capture time it read itself
	Errors   []int64 // how far the two are apart for each packet, without sign
}

// Quantile of sorted values, 0 for none.
func Quantile(sorted []int64, quantile float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return time.Duration(sorted[min(int(quantile*float64(len(sorted))), len(sorted)-1)])
}

type packetKey struct {
	link     int
	ssrc     uint32
	sequence uint16
}

// CompareLatency pairs every packet that was seen with the relay's latest sending of it before.
func CompareLatency(observations []Observation, records []relay.Record) Latency {
	sent := make(map[packetKey][]relay.Record, len(records))
	for _, record := range records {
		if record.Direction == relay.ToParticipant && record.Fate == relay.FateSent && record.Mark != 0 && record.SentNs != 0 {
			key := packetKey{record.Link, record.SSRC, record.Sequence}
			sent[key] = append(sent[key], record)
		}
	}
	var latency Latency
	for _, observation := range observations {
		for _, packet := range observation.Packets {
			if packet.CaptureNs == 0 {
				continue
			}
			var match *relay.Record
			for i, record := range sent[packetKey{observation.Link, packet.SSRC, packet.Sequence}] {
				if record.SentNs <= packet.ArrivalNs {
					match = &sent[packetKey{observation.Link, packet.SSRC, packet.Sequence}][i]
				}
			}
			if match == nil {
				continue // sent before the log began, or after it was full
			}
			measured, truth := packet.ArrivalNs-packet.CaptureNs, match.SentNs-unixNs(match.Mark)
			latency.Measured = append(latency.Measured, measured)
			latency.Truth = append(latency.Truth, truth)
			latency.Errors = append(latency.Errors, max(measured-truth, truth-measured))
		}
	}
	slices.Sort(latency.Measured)
	slices.Sort(latency.Truth)
	slices.Sort(latency.Errors)
	return latency
}

// Loss compares counts of packets over all tracks.
type Loss struct {
	Expected  uint64 // sequence numbers from the first to the highest that was seen
	Dropped   uint64 // by the relay, on their first way
	NeverCame uint64 // to the relay: lost on the publisher's way or in the server
	// CameLate were overtaken before they came to the relay, by the server's own repair of the publisher's
	// way. Whether a subscriber has asked for one again by then, and so takes it for lost, is a matter of time.
	CameLate     uint64
	Measured     int64 // by the subscribers, before repair
	AfterRepair  int64
	ServerSent   uint64 // by the server's reports
	LostOnTheWay int64  // of these
}

// TruthPercent is the share of the expected packets that the relay did not pass on.
func (l Loss) TruthPercent() float64 {
	return 100 * float64(l.Dropped+l.NeverCame) / float64(max(l.Expected, 1))
}

// LatePercent is the share of the expected packets that the relay passed on, but that came to it late.
func (l Loss) LatePercent() float64 { return 100 * float64(l.CameLate) / float64(max(l.Expected, 1)) }

// MeasuredPercent is the share of the expected packets that the subscribers missed before repair.
func (l Loss) MeasuredPercent() float64 {
	return 100 * float64(l.Measured) / float64(max(l.Expected, 1))
}

// CompareLoss counts what the relay dropped of each track between the first and the highest packet
// that its subscriber saw: of what was lost before and after, no subscriber can know.
func CompareLoss(observations []Observation, records []relay.Record) Loss {
	firstPassing := firstPassings(records)
	var loss Loss
	for _, observation := range observations {
		for _, track := range observation.Tracks {
			if track.Packets == 0 {
				continue
			}
			loss.Expected += track.HighestSequence - track.FirstSequence + 1
			loss.Measured += track.LostBeforeRepair()
			loss.AfterRepair += track.Lost
			loss.ServerSent += track.ServerSent
			loss.LostOnTheWay += int64(track.ServerSent) - int64(track.ServerSentArrived)
			for number := track.FirstSequence; number <= track.HighestSequence; number++ {
				first, came := firstPassing[packetKey{observation.Link, track.SSRC, uint16(number)}]
				switch {
				case !came:
					loss.NeverCame++
				case first.fate != relay.FateSent:
					loss.Dropped++
				case first.isLate:
					loss.CameLate++
				}
			}
		}
	}
	return loss
}

// passing is what became of a packet when the relay saw it first.
type passing struct {
	fate   relay.Fate
	isLate bool // one with a higher number had come before
}

func firstPassings(records []relay.Record) map[packetKey]passing {
	type stream struct {
		link int
		ssrc uint32
	}
	first := make(map[packetKey]passing, len(records))
	highest := map[stream]uint16{}
	for _, record := range records {
		key := packetKey{record.Link, record.SSRC, record.Sequence}
		if _, again := first[key]; again || record.Direction != relay.ToParticipant {
			continue
		}
		of := stream{record.Link, record.SSRC}
		before, known := highest[of]
		isLate := known && int16(record.Sequence-before) < 0 // numbers go round at 65,536
		if !isLate {
			highest[of] = record.Sequence
		}
		first[key] = passing{record.Fate, isLate}
	}
	return first
}
