package capture

import (
	"slices"

	"github.com/livekit/protocol/livekit"
	lksdk "github.com/livekit/server-sdk-go/v2"

	"gomeet/recorder/journal"
	"gomeet/recorder/layout"
)

func kindOf(publication *lksdk.RemoteTrackPublication) string {
	switch {
	case publication.Kind() == lksdk.TrackKindAudio:
		return journal.Sound
	case publication.Source() == livekit.TrackSource_SCREEN_SHARE:
		return journal.Screen
	}
	return journal.Camera
}

// want subscribes to what is to be recorded: every sound, every screen, and as many cameras as the picture has places.
func (s *Session) want(publication *lksdk.RemoteTrackPublication) {
	kind := kindOf(publication)
	if kind != journal.Sound && publication.IsMuted() {
		return
	}
	s.mutex.Lock()
	s.publications[publication.SID()] = publication
	granted := kind != journal.Camera || s.cameras.take(publication.SID())
	s.mutex.Unlock()
	if granted {
		s.subscribe(publication, true)
	}
	s.chooseSizes()
}

// forget ends the subscription and gives a camera's place to the one that waited longest.
func (s *Session) forget(publication *lksdk.RemoteTrackPublication) {
	s.mutex.Lock()
	delete(s.publications, publication.SID())
	next, moved := s.cameras.leave(publication.SID())
	successor := s.publications[next]
	s.mutex.Unlock()
	if track := publication.TrackRemote(); track != nil {
		cutOff(track)
	}
	s.subscribe(publication, false)
	if moved && successor != nil {
		s.subscribe(successor, true)
	}
	s.chooseSizes()
}

func (s *Session) subscribe(publication *lksdk.RemoteTrackPublication, subscribed bool) {
	if err := publication.SetSubscribed(subscribed); err != nil {
		s.Log.Warn("the server was not told what to send", "track", publication.SID(), "error", err)
	}
}

// chooseSizes asks for each camera in the size in which it is shown: 25 pictures of 1280 × 720 would be 40 Mbps to receive
// and hours to decode, for tiles of 256 × 144.
func (s *Session) chooseSizes() {
	s.mutex.Lock()
	columns := 1
	for columns*columns < len(s.cameras.held) {
		columns++
	}
	var shown []*lksdk.RemoteTrackPublication
	for name, publication := range s.publications {
		if slices.Contains(s.cameras.held, name) && publication.TrackRemote() != nil {
			shown = append(shown, publication)
		}
	}
	s.mutex.Unlock()
	for _, publication := range shown {
		publication.SetVideoDimensions(uint32(layout.Width/columns), uint32(layout.Height/columns))
	}
}
