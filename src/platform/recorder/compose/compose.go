// Package compose makes one video that browsers play of the files of a recording, by ffmpeg.
package compose

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gomeet/recorder/journal"
	"gomeet/recorder/layout"
)

// FileName is the finished video in a recording's folder, and ContentType what it is: H.264 and AAC in MP4, with its index
// first, so that a browser can seek while it loads.
const (
	FileName    = "recording.mp4"
	ContentType = "video/mp4"
)

const workPrefix = "work-"

// Composer puts recordings together with a program.
type Composer struct {
	FFmpeg string
	Log    *slog.Logger
}

// Compose writes FileName into the folder, whole or not at all. What an earlier attempt left behind is removed first.
func (c Composer) Compose(ctx context.Context, folder string, recording journal.Recording) error {
	leftovers, err := filepath.Glob(filepath.Join(folder, workPrefix+"*"))
	if err != nil {
		return err
	}
	for _, leftover := range leftovers {
		if err := os.RemoveAll(leftover); err != nil {
			return err
		}
	}
	// A folder of its own for each attempt: an ffmpeg that outlived a killed recorder writes where nobody reads.
	work, err := os.MkdirTemp(folder, workPrefix)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	job := &job{Composer: c, folder: folder, work: work, recording: recording}
	video, err := job.video(ctx)
	if err != nil {
		return err
	}
	sound, err := job.sound(ctx)
	if err != nil {
		return err
	}
	return job.join(ctx, video, sound)
}

type job struct {
	Composer
	folder, work string
	recording    journal.Recording
}

func (j *job) file(format string, values ...any) string {
	return filepath.Join(j.work, fmt.Sprintf(format, values...))
}

// join puts the segments behind one another and the sound beside them. Nothing is encoded again.
func (j *job) join(ctx context.Context, segments []string, sound string) error {
	var list strings.Builder
	for _, segment := range segments {
		fmt.Fprintf(&list, "file '%s'\n", filepath.Base(segment))
	}
	listFile, output := j.file("segments.txt"), j.file(FileName)
	if err := os.WriteFile(listFile, []byte(list.String()), 0o600); err != nil {
		return err
	}
	err := j.run(ctx, "-f", "concat", "-i", listFile, "-i", sound,
		"-map", "0:v", "-map", "1:a", "-c", "copy", "-movflags", "+faststart", output)
	if err != nil {
		return err
	}
	return os.Rename(output, filepath.Join(j.folder, FileName))
}

// sound mixes everything that was heard. Levels stay as they were; a limiter keeps the sum of many from being cut off.
func (j *job) sound(ctx context.Context) (string, error) {
	inputs := []string{"-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo"}
	var graph, mixed strings.Builder
	mixed.WriteString("[0:a]")
	count := 1
	for _, track := range j.recording.Tracks {
		if track.Kind != journal.Sound {
			continue
		}
		inputs = append(inputs, "-i", filepath.Join(j.folder, track.File))
		fmt.Fprintf(&graph, "[%d:a]aformat=sample_rates=48000:channel_layouts=stereo,adelay=%d:all=1[a%d];", count, track.Begin.Milliseconds(), count)
		fmt.Fprintf(&mixed, "[a%d]", count)
		count++
	}
	output := j.file("sound.m4a")
	filter := fmt.Sprintf("%s%samix=inputs=%d:normalize=0:dropout_transition=0,alimiter=limit=0.95:level=0[mix]", graph.String(), mixed.String(), count)
	err := j.run(ctx, append(inputs, "-filter_complex", filter, "-map", "[mix]", "-t", seconds(j.length()),
		"-c:a", "aac", "-b:a", "128k", output)...)
	return output, err
}

// length is that of the picture: whole frames, so that sound and picture end together.
func (j *job) length() time.Duration {
	return time.Duration(max(1, layout.Frames(j.recording.Length))) * time.Second / layout.FramesPerSecond
}

func seconds(length time.Duration) string { return fmt.Sprintf("%.3f", length.Seconds()) }

// errDamaged says that a file has nothing that can be decoded.
var errDamaged = errors.New("nothing in it can be decoded")
