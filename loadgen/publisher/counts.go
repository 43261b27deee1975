package publisher

import (
	"github.com/livekit/protocol/livekit"
)

// StreamCount is what one stream has sent since it began. Retransmissions are not in it: the
// counts are what a receiver can expect.
type StreamCount struct {
	TrackSID      string
	Kind          string // "audio" or "video"
	Screen        bool
	Layer         string // "q", "h", "f", or "" for audio and a shared screen
	Width, Height int
	Packets       uint64
	PayloadBytes  uint64
	Resent        uint64
}

// Counts reads all counters of this instant.
func (p *Publisher) Counts() []StreamCount {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var counts []StreamCount
	for _, track := range p.tracks {
		for _, stream := range track.streams {
			count := StreamCount{
				TrackSID: track.sid, Kind: "audio", Layer: stream.rid,
				Screen:  track.source == livekit.TrackSource_SCREEN_SHARE,
				Packets: stream.packets.Load(), PayloadBytes: stream.bytes.Load(), Resent: stream.resent.Load(),
			}
			if video, ok := stream.media.(picture); ok {
				count.Kind, count.Width, count.Height = "video", video.Width, video.Height
			}
			counts = append(counts, count)
		}
	}
	return counts
}
