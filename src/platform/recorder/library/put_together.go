package library

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"gomeet/recorder/compose"
	"gomeet/recorder/journal"
	"gomeet/recorder/layout"
)

// follow waits for a recording's end, however it comes, and puts it together.
func (l *Library) follow(begun *entry) {
	// Stopped or not, a session always ends: Close stops it, and it ends by itself when the room does.
	if err := begun.session.Wait(context.Background()); err != nil {
		l.Log.Error("the end of a recording was not awaited", "error", err)
	}
	ended := time.Now().UTC()
	l.update(begun, func(state *State) { state.Status, state.EndedAt = Processing, &ended })
	close(begun.stopped)
	l.putTogether(begun)
}

// putTogether makes the video and removes what it was made of. When the recorder ends first, the next one does it.
func (l *Library) putTogether(found *entry) {
	ctx, cancel := context.WithCancel(l.life)
	defer cancel()
	l.mutex.Lock()
	found.cancel = cancel
	l.mutex.Unlock()
	select {
	case l.composing <- struct{}{}:
		defer func() { <-l.composing }()
	case <-ctx.Done():
		return
	}
	recording, err := journal.Read(found.folder, found.state.StartedAt)
	if err == nil {
		l.update(found, func(state *State) {
			ended := state.StartedAt.Add(recording.Length)
			state.Status, state.EndedAt = Processing, &ended
		})
		err = l.Composer.Compose(ctx, found.folder, recording)
	}
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		l.Log.Error("a recording cannot be put together", "recording", found.state.ID, "error", err)
		reason := err.Error()
		l.update(found, func(state *State) { state.Status, state.Error = Failed, &reason })
		return
	}
	l.finish(found, recording)
}

func (l *Library) finish(found *entry, recording journal.Recording) {
	var size int64
	if about, err := os.Stat(filepath.Join(found.folder, compose.FileName)); err == nil {
		size = about.Size()
	}
	duration := int64(max(1, layout.Frames(recording.Length))) * 1000 / layout.FramesPerSecond
	contentType := compose.ContentType
	l.update(found, func(state *State) {
		state.Status, state.DurationMs, state.SizeBytes, state.ContentType = Ready, &duration, &size, &contentType
	})
	for _, track := range recording.Tracks {
		if err := os.Remove(filepath.Join(found.folder, track.File)); err != nil && !errors.Is(err, os.ErrNotExist) {
			l.Log.Warn("a track's file stays", "error", err)
		}
	}
	l.Log.Info("recording ready", "recording", found.state.ID, "durationMs", duration, "sizeBytes", size)
}

// update changes what is known, in memory and on disk. A recording that was deleted meanwhile has no folder to write to.
func (l *Library) update(found *entry, change func(*State)) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	change(&found.state)
	if l.entries[found.state.ID] != found {
		return
	}
	if err := found.state.save(found.folder); err != nil {
		l.Log.Error("a recording's state cannot be kept", "recording", found.state.ID, "error", err)
	}
}
