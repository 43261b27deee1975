// Package journal keeps what happened in a recording: one JSON line for each event, written at once, so that a recorder that
// was killed can finish from its files what it had begun.
package journal

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"gomeet/recorder/layout"
)

const fileName = "journal.ndjson"

// Kinds of tracks. Everything that is heard is the same to a recording.
const (
	Camera = "camera"
	Screen = "screen"
	Sound  = "sound"
)

// Events of a recording.
const (
	TrackBegan = "track"
	Shown      = "shown"
	Hidden     = "hidden"
	Ended      = "ended"
)

// Event is one line. AtMs counts from the recording's start.
type Event struct {
	Event string `json:"event"`
	AtMs  int64  `json:"atMs"`
	Track int    `json:"track,omitempty"`
	Kind  string `json:"kind,omitempty"`
	File  string `json:"file,omitempty"`
	Codec string `json:"codec,omitempty"`
}

// Writer appends events to the journal of a folder.
type Writer struct{ file *os.File }

// Open makes the journal, or goes on with it.
func Open(folder string) (*Writer, error) {
	file, err := os.OpenFile(filepath.Join(folder, fileName), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &Writer{file: file}, nil
}

// Append writes an event. A line is one write, so concurrent callers do not mix theirs.
func (w *Writer) Append(event Event) error {
	line, err := json.Marshal(event)
	if err != nil {
		return err
	}
	_, err = w.file.Write(append(line, '\n'))
	return err
}

// Close ends writing.
func (w *Writer) Close() error { return w.file.Close() }

// Track is one file of a recording.
type Track struct {
	Number int
	Kind   string
	File   string
	Codec  string
	// Begin is where the file's first picture or sound belongs.
	Begin time.Duration
	Shown []layout.Span
}

// Recording is what a journal says of a whole recording.
type Recording struct {
	Tracks []*Track
	Length time.Duration
}

// Read reads a folder's journal. Without an end (the recorder was killed) the recording is as long as its files were written to
// after it began. A last line that was cut off is left out.
func Read(folder string, began time.Time) (Recording, error) {
	file, err := os.Open(filepath.Join(folder, fileName))
	if err != nil {
		return Recording{}, fmt.Errorf("the recording's journal: %w", err)
	}
	defer func() { _ = file.Close() }()
	recording := Recording{Length: -1}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var event Event
		if json.Unmarshal(lines.Bytes(), &event) == nil {
			recording.apply(event)
		}
	}
	if err := lines.Err(); err != nil {
		return Recording{}, fmt.Errorf("the recording's journal: %w", err)
	}
	if recording.Length < 0 {
		recording.Length = recording.lastWrite(folder, began)
	}
	for _, track := range recording.Tracks {
		track.close(recording.Length)
	}
	return recording, nil
}

func (r *Recording) apply(event Event) {
	at := time.Duration(event.AtMs) * time.Millisecond
	switch event.Event {
	case TrackBegan:
		r.Tracks = append(r.Tracks, &Track{Number: event.Track, Kind: event.Kind, File: event.File, Codec: event.Codec, Begin: at})
	case Ended:
		r.Length = at
	case Shown, Hidden:
		for _, track := range r.Tracks {
			if track.Number != event.Track {
				continue
			}
			if event.Event == Hidden {
				track.close(at)
			} else if count := len(track.Shown); count == 0 || track.Shown[count-1].To >= 0 {
				track.Shown = append(track.Shown, layout.Span{From: at, To: -1})
			}
		}
	}
}

// close ends the span that is open, if one is.
func (t *Track) close(at time.Duration) {
	if count := len(t.Shown); count > 0 && t.Shown[count-1].To < 0 {
		t.Shown[count-1].To = max(at, t.Shown[count-1].From)
	}
}

func (r *Recording) lastWrite(folder string, began time.Time) (length time.Duration) {
	for _, track := range r.Tracks {
		if about, err := os.Stat(filepath.Join(folder, track.File)); err == nil {
			length = max(length, about.ModTime().Sub(began))
		}
	}
	return length
}
