package layout

import (
	"slices"
	"testing"
	"time"
)

func seen(number int, fromMs, toMs int) Track {
	return Track{Number: number, Shown: []Span{{From: time.Duration(fromMs) * time.Millisecond, To: time.Duration(toMs) * time.Millisecond}}}
}

func TestSegmentsCoverTheWholeRecordingWithoutGaps(t *testing.T) {
	segments := Segments([]Track{seen(1, 1010, 5000), seen(2, 3000, 99_000)}, 10*time.Second)
	if segments[0].From != 0 || segments[len(segments)-1].To != 250 {
		t.Errorf("they go from %d to %d", segments[0].From, segments[len(segments)-1].To)
	}
	for i := range len(segments) - 1 {
		if segments[i].To != segments[i+1].From {
			t.Errorf("a gap after %+v", segments[i])
		}
	}
	var counts []int
	for _, segment := range segments {
		counts = append(counts, len(segment.Tiles))
	}
	if !slices.Equal(counts, []int{0, 1, 2, 1}) {
		t.Errorf("tiles: %v", counts)
	}
}

func TestARecordingOfNothingHasOnePicture(t *testing.T) {
	if segments := Segments(nil, 0); len(segments) != 1 || segments[0].To != 1 {
		t.Errorf("%+v", segments)
	}
}

func TestTilesStayWithinThePictureAndDoNotOverlap(t *testing.T) {
	for count := 1; count <= MaxCameras+3; count++ {
		for _, screen := range []bool{false, true} {
			var tracks []Track
			for i := range count {
				tracks = append(tracks, Track{Number: i, Screen: screen && i == 0})
			}
			tiles := arrange(tracks)
			if !screen && len(tiles) != min(count, MaxCameras) {
				t.Errorf("%d cameras have %d tiles", count, len(tiles))
			}
			for i, tile := range tiles {
				if tile.X < 0 || tile.Y < 0 || tile.X+tile.Width > Width || tile.Y+tile.Height > Height || tile.Width%2+tile.Height%2 != 0 {
					t.Errorf("%d, screen %v: %+v", count, screen, tile)
				}
				for _, other := range tiles[i+1:] {
					if tile.X < other.X+other.Width && other.X < tile.X+tile.Width && tile.Y < other.Y+other.Height && other.Y < tile.Y+tile.Height {
						t.Errorf("%d, screen %v: %+v covers %+v", count, screen, tile, other)
					}
				}
			}
		}
	}
}

func TestASharedScreenIsLarge(t *testing.T) {
	tiles := arrange([]Track{{Number: 1}, {Number: 2, Screen: true}, {Number: 3}})
	if tiles[0].Track != 2 || tiles[0].Width != 1024 || len(tiles) != 3 {
		t.Errorf("%+v", tiles)
	}
}
