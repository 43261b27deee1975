package subscriber

import (
	"fmt"
	"strings"
	"testing"
)

func TestTilesGoToTracksInOrderOfAppearance(t *testing.T) {
	tiles := newTiling(Layout{Tiles: []Tile{{320, 180}, {160, 90}}})
	known := map[string]bool{}
	for _, step := range []struct{ tracks, settings string }{
		{"a", "a 320x180"},
		{"a b c", "b 160x90, c disabled"},
		{"a b c", ""},
		{"b c", "c 320x180"},
		{"b c d", "d disabled"},
	} {
		tracks := strings.Fields(step.tracks)
		var got []string
		for _, setting := range tiles.update(tracks, known) {
			if setting.GetDisabled() {
				got = append(got, setting.GetTrackSids()[0]+" disabled")
			} else {
				got = append(got, fmt.Sprintf("%s %dx%d", setting.GetTrackSids()[0], setting.GetWidth(), setting.GetHeight()))
			}
		}
		if text := strings.Join(got, ", "); text != step.settings {
			t.Errorf("with tracks %q: settings %q, expected %q", step.tracks, text, step.settings)
		}
		clear(known)
		for _, sid := range tracks {
			known[sid] = true
		}
	}
}
