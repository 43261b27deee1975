package meeting

import "gomeet/loadgen/subscriber"

// byIndex finds a subscriber's tracks in a snapshot by its index.
func byIndex(snapshot subscriber.Snapshot) map[int][]subscriber.TrackCounts {
	index := make(map[int][]subscriber.TrackCounts, len(snapshot.Subscribers))
	for _, counts := range snapshot.Subscribers {
		index[counts.Index] = counts.Tracks
	}
	return index
}

// trackIn finds a track; one that had not begun has zero counts.
func trackIn(tracks []subscriber.TrackCounts, sid string) subscriber.TrackCounts {
	for _, track := range tracks {
		if track.TrackSID == sid {
			return track
		}
	}
	return subscriber.TrackCounts{TrackSID: sid}
}

// roomTotals are the sums over all subscribers at one moment, for progress and the series.
type roomTotals struct {
	packets, wireBytes uint64
	lost               int64
}

func totals(snapshot subscriber.Snapshot) roomTotals {
	var sums roomTotals
	for _, counts := range snapshot.Subscribers {
		for _, track := range counts.Tracks {
			sums.packets += track.Packets
			sums.wireBytes += track.WireBytes
			sums.lost += track.Lost
		}
	}
	return sums
}
