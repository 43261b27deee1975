package meeting

import (
	"slices"
	"time"

	"gomeet/loadgen/publisher"
	"gomeet/loadgen/subscriber"
)

// edgeGrace is how much older than the edge a packet may be that a subscriber has not got yet.
// Latency under full load is below 0.2 s, and 0.25 s of a 30 s hold is 0.8 %, so no track can
// pass for received (99 %) by this grace alone.
const edgeGrace = 250 * time.Millisecond

// receivedShare is the share of a track's packets that must arrive for it to count as received.
const receivedShare = 0.99

// layerKey names one RTP stream of a publisher.
type layerKey struct{ trackSID, layer string }

// sentCount is what a stream has sent since it began.
type sentCount struct{ packets, bytes uint64 }

// edge is one end of the hold window: what had been sent and received by then.
type edge struct {
	sentBefore map[layerKey]sentCount // edgeGrace earlier
	sent       map[layerKey]sentCount
	received   subscriber.Snapshot
	tracks     map[int][]subscriber.TrackCounts // received, by the subscriber's index
}

func newEdge(sentBefore, sent map[layerKey]sentCount, received subscriber.Snapshot) edge {
	return edge{sentBefore: sentBefore, sent: sent, received: received, tracks: byIndex(received)}
}

// justSent are the packets of the moment before the edge, which may still be on their way.
func (e *edge) justSent(key layerKey) uint64 { return e.sent[key].packets - e.sentBefore[key].packets }

// publishedTrack is one track in the room, with the layers that its publisher sends.
type publishedTrack struct {
	owner  string // identity of its publisher
	sid    string
	layers []publisher.StreamCount // from small to large; one for audio
}

// member is what the window needs to know of one participant.
type member struct {
	away   bool // comes and goes in this window: nothing is expected of it
	joined bool
	index  int // of its subscriber in the snapshots
	ended  error
}

// Miss is one track that a participant did not receive whole.
type Miss struct {
	Participant int    `json:"participant"`
	Room        int    `json:"room,omitempty"` // number of the room, where there are several
	Track       string `json:"track"`
	Expected    uint64 `json:"expected"`
	Received    uint64 `json:"received"`
	Reason      string `json:"reason"`
}

// windowCounts is what the room received between the two edges.
type windowCounts struct {
	participantsJoined               int
	participantsReceiving            int
	tracksExpected, tracksReceived   int
	packetsExpected, packetsReceived uint64
	packetsLost, packetsLostJoining  uint64
	decrypted, framesChecked, broken uint64
	freezes, nacks, plis             uint64
	videoTracks, unfrozenVideoTracks uint64
	wireBytes, paddingPackets        uint64
	origin                           lossOrigin
	misses                           []Miss
}

// window compares what the subscribers of one room received with what its publishers sent.
type window struct {
	plan       *Plan
	room       *room
	tracks     []publishedTrack
	members    []member
	start, end *edge
}

func (w *window) counts() windowCounts {
	var counts windowCounts
	for i, member := range w.members {
		if member.away {
			continue
		}
		microphones, cameras := w.plan.tracksExpected(i)
		expected := microphones + cameras
		counts.tracksExpected += expected
		if !member.joined {
			if expected > 0 {
				counts.misses = append(counts.misses, Miss{Participant: i, Track: "all", Reason: "did not join"})
			}
			continue
		}
		counts.participantsJoined++
		got := w.receive(&counts, i, w.start.tracks[member.index], w.end.tracks[member.index])
		counts.tracksReceived += min(got, expected)
		if got >= expected {
			counts.participantsReceiving++
		}
	}
	return counts
}

// receive adds one participant's tracks to the counts and returns how many it received whole.
func (w *window) receive(counts *windowCounts, participant int, before, after []subscriber.TrackCounts) (whole int) {
	tile := 0
	seen := 0
	for _, track := range after {
		if track.Disabled {
			continue
		}
		height := 0
		if track.Video && tile < len(w.plan.Layout.Tiles) {
			height = w.plan.Layout.Tiles[tile].Height
			tile++
		}
		seen++
		earlier := trackIn(before, track.TrackSID)
		delta := difference(track, earlier)
		counts.addDelta(delta)
		counts.packetsLostJoining += uint64(max(earlier.Lost, 0))
		expected, reason := w.expected(track.TrackSID, height, delta.Packets+delta.lost)
		counts.packetsExpected += expected
		counts.packetsReceived += delta.Packets
		counts.packetsLost += max(delta.lost, expected-min(expected, delta.Packets))
		if reason == "" && float64(delta.Packets) < receivedShare*float64(expected) {
			reason = "packets are missing"
			if ended := w.members[participant].ended; ended != nil {
				reason = ended.Error()
			}
		}
		if reason == "" {
			whole++
			continue
		}
		counts.misses = append(counts.misses, Miss{
			Participant: participant, Track: track.TrackSID, Expected: expected, Received: delta.Packets, Reason: reason,
		})
	}
	microphones, cameras := w.plan.tracksExpected(participant)
	if missing := microphones + cameras - seen; missing > 0 {
		counts.misses = append(counts.misses, Miss{Participant: participant, Track: "unknown", Reason: "the server did not offer it"})
	}
	return whole
}

// expected is how many packets of a track a subscriber should have got. By sequence numbers it
// is exact, but a server that sends nothing leaves no gap in them: so they must agree, within
// the grace at the edges, with what the publisher sent on the layer asked for.
func (w *window) expected(sid string, tileHeight int, bySequence uint64) (packets uint64, reason string) {
	key, ok := w.layer(sid, tileHeight)
	if !ok {
		return bySequence, "no publisher of this room sends it"
	}
	sent := w.end.sent[key].packets - w.start.sent[key].packets
	if sent == 0 {
		return bySequence, "its publisher sent nothing"
	}
	grace := max(w.start.justSent(key), w.end.justSent(key)) + 1
	if bySequence+grace >= sent && bySequence <= sent+grace {
		return bySequence, ""
	}
	return max(bySequence, sent), ""
}

// layer is the stream that LiveKit sends for a tile: the smallest layer that is at least nine
// tenths as high as the tile, or else the largest (GetQualityForDimension in its protocol).
func (w *window) layer(sid string, tileHeight int) (layerKey, bool) {
	at := slices.IndexFunc(w.tracks, func(track publishedTrack) bool { return track.sid == sid })
	if at < 0 {
		return layerKey{}, false
	}
	layers := w.tracks[at].layers
	for _, layer := range layers {
		if layer.Height*10 >= tileHeight*9 {
			return layerKey{sid, layer.Layer}, true
		}
	}
	return layerKey{sid, layers[len(layers)-1].Layer}, true
}

// trackDelta is one track's window. lost is at least 0: a packet missing at the first edge
// that came after it makes the difference negative, but not the loss of this window.
type trackDelta struct {
	subscriber.TrackCounts
	lost   uint64
	origin lossOrigin
}

func difference(after, before subscriber.TrackCounts) trackDelta {
	delta := trackDelta{TrackCounts: after}
	delta.Packets -= before.Packets
	delta.PaddingPackets -= before.PaddingPackets
	delta.WireBytes -= before.WireBytes
	delta.DecryptedPackets -= before.DecryptedPackets
	delta.WholeFrames -= before.WholeFrames
	delta.BrokenFrames -= before.BrokenFrames
	delta.Freezes -= before.Freezes
	delta.NACKs -= before.NACKs
	delta.PLIs -= before.PLIs
	delta.lost = uint64(max(after.Lost-before.Lost, 0))
	delta.origin = originOf(after, before)
	return delta
}

func (c *windowCounts) addDelta(delta trackDelta) {
	c.wireBytes += delta.WireBytes
	c.paddingPackets += delta.PaddingPackets
	c.decrypted += delta.DecryptedPackets
	c.framesChecked += delta.WholeFrames + delta.BrokenFrames
	c.broken += delta.BrokenFrames
	c.freezes += delta.Freezes
	c.nacks += delta.NACKs
	c.plis += delta.PLIs
	c.origin.add(delta.origin)
	if delta.Video && delta.Packets > 0 {
		c.videoTracks++
		if delta.Freezes == 0 {
			c.unfrozenVideoTracks++
		}
	}
}
