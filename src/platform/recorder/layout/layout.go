// Package layout decides what a recording shows when: a grid of cameras, or a shared screen with the cameras beside it.
package layout

import (
	"slices"
	"time"
)

// The picture of a recording. 25 pictures a second make 40 ms each, so a recording's length is right to 40 ms.
const (
	Width           = 1280
	Height          = 720
	FramesPerSecond = 25
	// quantum is the number of pictures to which changes are gathered, 0.2 s: 500 people who come within 10 s change the grid at
	// most 50 times.
	quantum = 5
)

// Span is a stretch of time from the recording's start. A To below zero is open.
type Span struct{ From, To time.Duration }

// Track is something to be seen.
type Track struct {
	Number int
	Screen bool
	Shown  []Span
}

// Tile is where a track is seen, in pixels.
type Tile struct{ Track, X, Y, Width, Height int }

// Segment is a stretch, in pictures, during which nothing changes its place.
type Segment struct {
	From, To int
	Tiles    []Tile
}

// Frames is how many pictures a length has, rounded up.
func Frames(length time.Duration) int {
	const each = time.Second / FramesPerSecond
	return int((length + each - 1) / each)
}

// Segments cuts a recording of some length where somebody comes or goes. It has at least one picture.
func Segments(tracks []Track, length time.Duration) []Segment {
	total := max(1, Frames(length))
	cuts := []int{0, total}
	for _, track := range tracks {
		for _, span := range track.Shown {
			from, to := quantized(span, total)
			cuts = append(cuts, from, to)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var segments []Segment
	for i := range len(cuts) - 1 {
		tiles := arrange(visible(tracks, cuts[i], total))
		if last := len(segments) - 1; last >= 0 && slices.Equal(segments[last].Tiles, tiles) {
			segments[last].To = cuts[i+1]
			continue
		}
		segments = append(segments, Segment{From: cuts[i], To: cuts[i+1], Tiles: tiles})
	}
	return segments
}

// quantized widens a span to whole quanta: a tile may be black for a moment, but nothing that was seen is left out.
func quantized(span Span, total int) (from, to int) {
	from = Frames(span.From) / quantum * quantum
	to = (Frames(span.To) + quantum - 1) / quantum * quantum
	return min(from, total), min(to, total)
}

func visible(tracks []Track, at, total int) (seen []Track) {
	for _, track := range tracks {
		for _, span := range track.Shown {
			if from, to := quantized(span, total); from <= at && at < to {
				seen = append(seen, track)
				break
			}
		}
	}
	return seen
}

// MaxCameras is how many cameras fit into a grid that still shows faces: 5 × 5 tiles of 256 × 144.
const MaxCameras = 25

// besideScreen is how many cameras fit beside a screen: a column of five tiles of 256 × 144.
const besideScreen = 5

func arrange(tracks []Track) []Tile {
	var cameras []int
	screen := -1
	for _, track := range tracks {
		if track.Screen {
			screen = track.Number // the latest one that was shared
		} else {
			cameras = append(cameras, track.Number)
		}
	}
	switch {
	case screen < 0:
		return grid(cameras[:min(len(cameras), MaxCameras)])
	case len(cameras) == 0:
		return []Tile{{Track: screen, Width: Width, Height: Height}}
	}
	const side = Width / besideScreen
	tiles := []Tile{{Track: screen, Y: Height / 10, Width: Width - side, Height: Height * 4 / 5}}
	for i, camera := range cameras[:min(len(cameras), besideScreen)] {
		tiles = append(tiles, Tile{Track: camera, X: Width - side, Y: i * Height / besideScreen, Width: side, Height: Height / besideScreen})
	}
	return tiles
}

// grid places tiles of the picture's own shape in as many columns as it needs rows at most, the last row in the middle.
func grid(cameras []int) (tiles []Tile) {
	if len(cameras) == 0 {
		return nil
	}
	columns := 1
	for columns*columns < len(cameras) {
		columns++
	}
	rows := (len(cameras) + columns - 1) / columns
	width, height := Width/columns&^1, Height/columns&^1 // the chroma of a video has half its size, so sides are even
	top := (Height - rows*height) / 2
	for i, camera := range cameras {
		inRow := min(columns, len(cameras)-i/columns*columns)
		left := (Width - inRow*width) / 2
		tiles = append(tiles, Tile{Track: camera, X: left + i%columns*width, Y: top + i/columns*height, Width: width, Height: height})
	}
	return tiles
}
