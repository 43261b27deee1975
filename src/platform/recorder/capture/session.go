// Package capture sits in a LiveKit room, unseen, and writes what it receives into files: each track as it comes.
package capture

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"

	"gomeet/recorder/journal"
	"gomeet/recorder/layout"
)

// Options say what to record, where to, and when it ends by itself.
type Options struct {
	URL    string
	Token  string
	Folder string
	// EmptyAfter is how long nobody may be in the room.
	EmptyAfter time.Duration
	MaxLength  time.Duration
	// MinFreeBytes of disk that must stay free.
	MinFreeBytes uint64
	Log          *slog.Logger
}

// Why a recording ended.
const (
	Stopped        = "stopped"
	RoomEmpty      = "room-empty"
	RoomClosed     = "room-closed"
	ConnectionLost = "connection-lost"
	TooLong        = "too-long"
	DiskFull       = "disk-full"
)

// Session is one recording in progress.
type Session struct {
	Options
	Began   time.Time
	journal *journal.Writer
	room    *lksdk.Room
	writing sync.WaitGroup
	ended   chan string // holds the first reason to end
	done    chan struct{}

	mutex        sync.Mutex
	closing      bool
	tracks       int
	live         map[*webrtc.TrackRemote]struct{}
	cameras      slots
	publications map[string]*lksdk.RemoteTrackPublication
}

const connectTimeout = 10 * time.Second

// Begin joins the room and starts to write.
func Begin(options Options) (*Session, error) {
	lksdk.SetLogger(logger.GetDiscardLogger()) // it logs tokens' claims and every track; what matters is logged here
	writer, err := journal.Open(options.Folder)
	if err != nil {
		return nil, err
	}
	session := &Session{
		Options: options, Began: time.Now(), journal: writer,
		ended: make(chan string, 1), done: make(chan struct{}),
		live:         make(map[*webrtc.TrackRemote]struct{}),
		cameras:      slots{limit: layout.MaxCameras},
		publications: make(map[string]*lksdk.RemoteTrackPublication),
	}
	session.room = lksdk.NewRoom(session.callbacks())
	err = session.room.JoinWithToken(options.URL, options.Token, lksdk.WithAutoSubscribe(false), lksdk.WithDisableRegionDiscovery(),
		lksdk.WithConnectTimeout(connectTimeout))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot join the room: %w", err), writer.Close())
	}
	for _, participant := range session.room.GetRemoteParticipants() {
		for _, publication := range participant.TrackPublications() {
			if remote, ok := publication.(*lksdk.RemoteTrackPublication); ok {
				session.want(remote)
			}
		}
	}
	go session.watch()
	return session, nil
}

func (s *Session) callbacks() *lksdk.RoomCallback {
	callbacks := lksdk.NewRoomCallback()
	callbacks.OnTrackPublished = func(publication *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) { s.want(publication) }
	callbacks.OnTrackUnpublished = func(publication *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) { s.forget(publication) }
	callbacks.OnTrackUnmuted = func(publication lksdk.TrackPublication, _ lksdk.Participant) {
		if remote, ok := publication.(*lksdk.RemoteTrackPublication); ok {
			s.want(remote)
		}
	}
	callbacks.OnTrackMuted = func(publication lksdk.TrackPublication, _ lksdk.Participant) {
		// A camera that is off gives its place to another. A microphone that is off is silence, which the file holds anyway.
		if remote, ok := publication.(*lksdk.RemoteTrackPublication); ok && remote.Kind() == lksdk.TrackKindVideo {
			s.forget(remote)
		}
	}
	callbacks.OnTrackSubscribed = s.receive
	callbacks.OnTrackUnsubscribed = func(track *webrtc.TrackRemote, _ *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
		cutOff(track)
	}
	callbacks.OnDisconnectedWithReason = func(reason lksdk.DisconnectionReason) {
		if reason == lksdk.Failed {
			s.end(ConnectionLost)
		} else {
			s.end(RoomClosed)
		}
	}
	return callbacks
}

// Now is the time since the recording began.
func (s *Session) Now() time.Duration { return time.Since(s.Began) }

// Stop ends the recording. Wait says when everything is written.
func (s *Session) Stop() { s.end(Stopped) }

// end keeps the first reason only.
func (s *Session) end(reason string) {
	select {
	case s.ended <- reason:
	default:
	}
}

// Wait waits until the recording has ended and its files are whole. The reason is one of those above.
func (s *Session) Wait(ctx context.Context) error {
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// watch waits for a reason to end, and finds some of its own once a second.
func (s *Session) watch() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	lastSeen := s.Now()
	for {
		select {
		case reason := <-s.ended:
			s.finish(reason)
			return
		case <-ticker.C:
			if len(s.room.GetRemoteParticipants()) > 0 {
				lastSeen = s.Now()
			}
			switch {
			case s.Now()-lastSeen >= s.EmptyAfter:
				s.end(RoomEmpty)
			case s.Now() >= s.MaxLength:
				s.end(TooLong)
			case FreeBytes(s.Folder) < s.MinFreeBytes:
				s.end(DiskFull)
			}
		}
	}
}

// finish leaves the room, waits for the writers and closes the journal.
func (s *Session) finish(reason string) {
	length := s.Now()
	s.mutex.Lock()
	s.closing = true
	for track := range s.live {
		cutOff(track)
	}
	s.mutex.Unlock()
	s.room.Disconnect()
	s.writing.Wait()
	s.note(journal.Event{Event: journal.Ended, AtMs: length.Milliseconds()})
	_ = s.journal.Close() // each line was written whole already
	s.Log.Info("recording ended", "reason", reason, "lengthMs", length.Milliseconds())
	close(s.done)
}

// note writes into the journal. A disk that takes no more ends the recording; what is there stays.
func (s *Session) note(event journal.Event) {
	if err := s.journal.Append(event); err != nil {
		s.Log.Error("the journal cannot be written", "error", err)
		s.end(DiskFull)
	}
}
