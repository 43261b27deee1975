package compose

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gomeet/recorder/journal"
	"gomeet/recorder/layout"
)

// video encodes the picture in two passes. The first brings each track to an even pace and one size: what comes from a call
// changes its resolution in mid-stream and pauses, and a filter graph of many inputs would begin anew at each change. The
// second encodes one file for each stretch in which nobody comes or goes.
func (j *job) video(ctx context.Context) (files []string, err error) {
	tracks := make(map[int]*journal.Track)
	var seen []layout.Track
	for _, track := range j.recording.Tracks {
		if track.Kind != journal.Sound {
			tracks[track.Number] = track
			seen = append(seen, layout.Track{Number: track.Number, Screen: track.Kind == journal.Screen, Shown: track.Shown})
		}
	}
	segments := layout.Segments(seen, j.recording.Length)
	for number, tile := range largestTiles(segments) {
		if err := j.even(ctx, tracks[number], tile); err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			// One track that cannot be read must not cost the others.
			j.Log.Warn("a track is left out of the picture", "track", number, "error", err)
			delete(tracks, number)
		}
	}
	for i, segment := range segments {
		file := j.file("segment-%05d.mp4", i)
		if err := j.segment(ctx, segment, tracks, file); err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// largestTiles is the largest size at which each track is ever shown.
func largestTiles(segments []layout.Segment) map[int]layout.Tile {
	largest := make(map[int]layout.Tile)
	for _, segment := range segments {
		for _, tile := range segment.Tiles {
			if tile.Width > largest[tile.Track].Width {
				largest[tile.Track] = tile
			}
		}
	}
	return largest
}

func (j *job) evenFile(number int) string { return j.file("track-%d.mp4", number) }

// colours says how the picture's numbers mean colours. Cameras send those of BT.601 and do not say so; players take a picture of this
// size that does not say so for BT.709, and would show other greens. So it is turned into BT.709, and says so.
var colours = []string{"-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"}

// even writes a track at 25 pictures a second and one size, in a quality that a second encoding does not show.
func (j *job) even(ctx context.Context, track *journal.Track, tile layout.Tile) error {
	var decoder []string
	if track.Codec == "VP90" {
		// Browsers send VP9 in spatial layers, several pictures for one moment. libvpx shows the best of them, ffmpeg's own decoder all.
		decoder = []string{"-c:v", "libvpx-vp9"}
	}
	size := fmt.Sprintf("%d:%d", tile.Width, tile.Height)
	filter := "scale=" + size + ":force_original_aspect_ratio=decrease:force_divisible_by=2:out_color_matrix=bt709,pad=" + size + ":-1:-1:black,setsar=1"
	arguments := append(decoder, "-i", filepath.Join(j.folder, track.File), "-vf", filter,
		"-vsync", "cfr", "-r", fmt.Sprint(layout.FramesPerSecond),
		"-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-g", fmt.Sprint(layout.FramesPerSecond), "-pix_fmt", "yuv420p")
	err := j.run(ctx, append(append(arguments, colours...), j.evenFile(track.Number))...)
	if err != nil {
		return err
	}
	if about, err := os.Stat(j.evenFile(track.Number)); err != nil || about.Size() == 0 {
		return errDamaged
	}
	return nil
}

// segment lays the tiles of a stretch over black. A track that ends earlier stays as it was last seen.
func (j *job) segment(ctx context.Context, segment layout.Segment, tracks map[int]*journal.Track, file string) error {
	count := segment.To - segment.From
	const each = time.Second / layout.FramesPerSecond
	inputs := []string{"-f", "lavfi", "-i", fmt.Sprintf("color=black:s=%dx%d:r=%d:d=%s", layout.Width, layout.Height,
		layout.FramesPerSecond, seconds(time.Duration(count)*each))}
	var graph strings.Builder
	picture := "0:v"
	input := 0
	for _, tile := range segment.Tiles {
		track, readable := tracks[tile.Track]
		if !readable {
			continue
		}
		input++
		position := time.Duration(segment.From)*each - track.Begin
		inputs = append(inputs, "-ss", seconds(max(0, position)), "-i", j.evenFile(tile.Track))
		fmt.Fprintf(&graph, "[%d:v]scale=%d:%d,setpts=PTS-STARTPTS+%s/TB[t%d];", input, tile.Width, tile.Height, seconds(max(0, -position)), input)
		fmt.Fprintf(&graph, "[%s][t%d]overlay=%d:%d:eof_action=repeat[p%d];", picture, input, tile.X, tile.Y, input)
		picture = fmt.Sprintf("p%d", input)
	}
	// Without pictures that refer to later ones every segment begins at exactly 0 and they join without a gap. A key frame
	// every 2 s is how finely a browser seeks.
	fmt.Fprintf(&graph, "[%s]format=yuv420p[out]", picture)
	arguments := append(inputs, "-filter_complex", graph.String(), "-map", "[out]", "-frames:v", fmt.Sprint(count),
		"-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-bf", "0", "-g", fmt.Sprint(2*layout.FramesPerSecond),
		"-video_track_timescale", "12800")
	return j.run(ctx, append(append(arguments, colours...), file)...)
}
