// Package library holds the recordings of one recorder: it starts them within what the machine can bear, puts them together,
// and keeps them until they are deleted.
package library

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"gomeet/recorder/capture"
	"gomeet/recorder/compose"
)

// Refusals, for callers to tell apart.
var (
	ErrUnknown  = errors.New("there is no such recording")
	ErrBusy     = errors.New("as many recordings run as this recorder can bear")
	ErrDiskFull = errors.New("the recorder's disk is nearly full")
	ErrRunning  = errors.New("the recording is running; stop it first")
	ErrNotReady = errors.New("the recording is not ready")
)

// Settings of a library.
type Settings struct {
	Folder   string
	Capacity int // recordings at once
	// Defaults of every recording: when it ends by itself.
	EmptyAfter   time.Duration
	MaxLength    time.Duration
	MinFreeBytes uint64
	Composer     compose.Composer
	Log          *slog.Logger
}

// Library is the recordings below one folder.
type Library struct {
	Settings
	life    context.Context
	end     context.CancelFunc
	working sync.WaitGroup
	// composing lets one recording be put together at a time: the encoder takes every core it finds.
	composing chan struct{}

	mutex   sync.Mutex
	entries map[string]*entry
}

type entry struct {
	state   State
	folder  string
	session *capture.Session
	cancel  context.CancelFunc // ends the putting together
	stopped chan struct{}      // closed when no more is recorded
}

// Open reads what is there and goes on with what a recorder that was killed had begun.
func Open(settings Settings) (*Library, error) {
	if err := os.MkdirAll(settings.Folder, 0o700); err != nil {
		return nil, err
	}
	folders, err := os.ReadDir(settings.Folder)
	if err != nil {
		return nil, err
	}
	life, end := context.WithCancel(context.Background())
	library := &Library{Settings: settings, life: life, end: end, composing: make(chan struct{}, 1), entries: make(map[string]*entry)}
	for _, item := range folders {
		folder := filepath.Join(settings.Folder, item.Name())
		state, err := readState(folder)
		if err != nil {
			settings.Log.Warn("not a recording", "folder", item.Name(), "error", err)
			continue
		}
		found := &entry{state: state, folder: folder, stopped: make(chan struct{})}
		close(found.stopped)
		library.entries[state.ID] = found
		if state.Status == Recording || state.Status == Processing {
			settings.Log.Info("going on with what was left behind", "recording", state.ID)
			library.working.Go(func() { library.putTogether(found) })
		}
	}
	return library, nil
}

// Close ends all recordings in order. What is not put together yet is by the next Open.
func (l *Library) Close() {
	l.mutex.Lock()
	for _, entry := range l.entries {
		if entry.session != nil {
			entry.session.Stop()
		}
	}
	l.mutex.Unlock()
	l.end()
	l.working.Wait()
}

// Order asks for a recording.
type Order struct {
	ID       string
	RoomName string
	URL      string
	Token    string
}

// Start joins the room and records. An id that is known already is the same recording: starting it again changes nothing.
func (l *Library) Start(order Order) (State, error) {
	if capture.FreeBytes(l.Folder) < l.MinFreeBytes {
		return State{}, ErrDiskFull
	}
	l.mutex.Lock()
	if known, exists := l.entries[order.ID]; exists {
		defer l.mutex.Unlock()
		return known.state, nil
	}
	if l.running() >= l.Capacity {
		l.mutex.Unlock()
		return State{}, ErrBusy
	}
	begun := &entry{
		folder:  filepath.Join(l.Folder, order.ID),
		state:   State{ID: order.ID, RoomName: order.RoomName, Status: Recording, StartedAt: time.Now().UTC()},
		stopped: make(chan struct{}),
	}
	l.entries[order.ID] = begun // holds its place while it joins
	l.mutex.Unlock()

	session, err := l.begin(begun.folder, order)
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if err != nil {
		delete(l.entries, order.ID)
		return State{}, errors.Join(err, os.RemoveAll(begun.folder))
	}
	begun.session = session
	begun.state.StartedAt = session.Began.UTC()
	if err := begun.state.save(begun.folder); err != nil {
		session.Stop()
	}
	l.working.Go(func() { l.follow(begun) })
	return begun.state, nil
}

func (l *Library) begin(folder string, order Order) (*capture.Session, error) {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	return capture.Begin(capture.Options{
		URL: order.URL, Token: order.Token, Folder: folder, EmptyAfter: l.EmptyAfter, MaxLength: l.MaxLength,
		MinFreeBytes: l.MinFreeBytes, Log: l.Log.With("recording", order.ID),
	})
}

// running counts recordings in progress; the caller holds the mutex.
func (l *Library) running() (count int) {
	for _, entry := range l.entries {
		if entry.state.Status == Recording {
			count++
		}
	}
	return count
}

// Stop ends a recording and waits until its files are whole. Stopping one that has ended changes nothing.
func (l *Library) Stop(ctx context.Context, id string) (State, error) {
	l.mutex.Lock()
	found, known := l.entries[id]
	var session *capture.Session
	if known {
		session = found.session
	}
	l.mutex.Unlock()
	if !known {
		return State{}, ErrUnknown
	}
	if session != nil {
		session.Stop()
	}
	select {
	case <-found.stopped:
	case <-ctx.Done():
		return State{}, ctx.Err()
	}
	return l.Get(id)
}

// Get tells what is known of a recording.
func (l *Library) Get(id string) (State, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	found, known := l.entries[id]
	if !known {
		return State{}, ErrUnknown
	}
	return found.state, nil
}

// File is the path of a recording that is ready.
func (l *Library) File(id string) (string, error) {
	state, err := l.Get(id)
	if err != nil {
		return "", err
	}
	if state.Status != Ready {
		return "", fmt.Errorf("%w: it is %s", ErrNotReady, state.Status)
	}
	return filepath.Join(l.Folder, id, compose.FileName), nil
}

// Delete removes a recording and all its files.
func (l *Library) Delete(id string) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	found, known := l.entries[id]
	if !known {
		return ErrUnknown
	}
	if found.state.Status == Recording {
		return ErrRunning
	}
	if found.cancel != nil {
		found.cancel()
	}
	delete(l.entries, id)
	return os.RemoveAll(found.folder)
}
