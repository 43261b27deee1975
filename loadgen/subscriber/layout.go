package subscriber

import "github.com/livekit/protocol/livekit"

// tiling hands out a layout's tiles to video tracks in the order they appear.
type tiling struct {
	layout Layout
	holder []string // track SID by tile, empty when free
}

func newTiling(layout Layout) tiling {
	return tiling{layout: layout, holder: make([]string, len(layout.Tiles))}
}

// update frees the tiles of tracks that are gone, gives free ones to the first tracks without, and
// returns the settings to send: what changed, and those of the new tracks that get no tile.
// videoSIDs are all present video tracks in order of appearance; known tells the ones seen before.
func (t *tiling) update(videoSIDs []string, known map[string]bool) []*livekit.UpdateTrackSettings {
	present := make(map[string]bool, len(videoSIDs))
	for _, sid := range videoSIDs {
		present[sid] = true
	}
	for i, sid := range t.holder {
		if !present[sid] {
			t.holder[i] = ""
		}
	}
	var settings []*livekit.UpdateTrackSettings
	for _, sid := range videoSIDs {
		if t.shows(sid) {
			continue
		}
		if i := t.tileOf(""); i >= 0 {
			t.holder[i] = sid
			tile := t.layout.Tiles[i]
			settings = append(settings, &livekit.UpdateTrackSettings{
				TrackSids: []string{sid}, Width: uint32(tile.Width), Height: uint32(tile.Height),
			})
		} else if !known[sid] {
			settings = append(settings, &livekit.UpdateTrackSettings{TrackSids: []string{sid}, Disabled: true})
		}
	}
	return settings
}

func (t *tiling) shows(sid string) bool { return t.tileOf(sid) >= 0 }

func (t *tiling) tileOf(sid string) int {
	for i, holder := range t.holder {
		if holder == sid {
			return i
		}
	}
	return -1
}
