package meeting

import (
	"cmp"
	"slices"
)

// maxWorst bounds the list of participants that did not receive all.
const maxWorst = 20

// hold is the measurement of all rooms between two edges that they share.
type hold struct {
	windows    []*window
	start, end edge
}

// counts are the sums over all rooms, and each room's own.
func (h *hold) counts() (all windowCounts, rooms []RoomResult) {
	seconds := h.end.received.Time.Sub(h.start.received.Time).Seconds()
	for _, window := range h.windows {
		counts := window.counts()
		result := RoomResult{
			Room: window.room.number, Name: window.room.name,
			ParticipantsRequested: len(window.members), ParticipantsJoined: counts.participantsJoined,
			ParticipantsReceiving: counts.participantsReceiving,
			TracksExpected:        counts.tracksExpected, TracksReceived: counts.tracksReceived,
			PacketsExpected: counts.packetsExpected, PacketsLost: counts.packetsLost, Freezes: counts.freezes,
		}
		if seconds > 0 {
			result.OutBitsPerSecond = float64(counts.wireBytes) * 8 / seconds
		}
		for i := range counts.misses {
			counts.misses[i].Room = window.room.number
		}
		rooms = append(rooms, result)
		all.add(counts)
	}
	return all, rooms
}

func (h *hold) tracks() []publishedTrack {
	var tracks []publishedTrack
	for _, window := range h.windows {
		tracks = append(tracks, window.tracks...)
	}
	return tracks
}

// worst are those who received the smallest share of what was expected. The room's number says
// nothing where there is only one.
func worst(misses []Miss, tellRooms bool) []Miss {
	slices.SortStableFunc(misses, func(a, b Miss) int { return cmp.Compare(share(a), share(b)) })
	shown := make([]Miss, min(len(misses), maxWorst))
	copy(shown, misses)
	for i := range shown {
		if !tellRooms {
			shown[i].Room = 0
		}
	}
	return shown
}

func share(m Miss) float64 {
	if m.Expected == 0 {
		return 0
	}
	return float64(m.Received) / float64(m.Expected)
}

// add sums the counts of another room.
func (c *windowCounts) add(other windowCounts) {
	c.participantsJoined += other.participantsJoined
	c.participantsReceiving += other.participantsReceiving
	c.tracksExpected += other.tracksExpected
	c.tracksReceived += other.tracksReceived
	c.packetsExpected += other.packetsExpected
	c.packetsReceived += other.packetsReceived
	c.packetsLost += other.packetsLost
	c.packetsLostJoining += other.packetsLostJoining
	c.decrypted += other.decrypted
	c.framesChecked += other.framesChecked
	c.broken += other.broken
	c.freezes += other.freezes
	c.nacks += other.nacks
	c.plis += other.plis
	c.videoTracks += other.videoTracks
	c.unfrozenVideoTracks += other.unfrozenVideoTracks
	c.wireBytes += other.wireBytes
	c.paddingPackets += other.paddingPackets
	c.origin.add(other.origin)
	c.misses = append(c.misses, other.misses...)
}
