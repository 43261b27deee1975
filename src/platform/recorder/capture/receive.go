package capture

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"

	"gomeet/recorder/journal"
	"gomeet/recorder/track"
)

// Packets held back while one before them is missing: 0.7 s of video at 1.5 Mbps, 0.5 s of sound. A retransmission takes a
// round trip, so what has not come by then is lost.
const (
	videoQueuePackets = 100
	soundQueuePackets = 25
)

// keyFrameInterval is how long to wait before asking again for a key frame that has not come.
const keyFrameInterval = 500 * time.Millisecond

// writer is one track's way into its file.
type writer struct {
	session *Session
	number  int
	kind    string
	codec   track.Codec
	file    *os.File
	queue   track.Queue
	// write takes the next packet in order.
	write func(track.Packet) error
	// keyFrame asks the sender for one.
	keyFrame func()
	askedAt  time.Duration
}

// receive records a track from now until it ends. The SDK calls it when the track's first packet has come.
func (s *Session) receive(remote *webrtc.TrackRemote, publication *lksdk.RemoteTrackPublication, sender *lksdk.RemoteParticipant) {
	w := &writer{session: s, kind: kindOf(publication), keyFrame: func() { sender.WritePLI(remote.SSRC()) }}
	if w.kind == journal.Sound {
		w.queue.Limit = soundQueuePackets
		w.write = w.writeSound(track.NewOgg(w))
	} else {
		codec, err := track.VideoCodec(remote.Codec().MimeType)
		if err != nil {
			s.Log.Warn("a track is not recorded", "error", err)
			return
		}
		w.codec, w.queue.Limit = codec, videoQueuePackets
		w.write = w.writePictures(track.NewFrames(codec), track.NewIVF(w, codec))
	}
	s.mutex.Lock()
	if s.closing {
		s.mutex.Unlock()
		return
	}
	s.tracks++
	w.number = s.tracks
	s.live[remote] = struct{}{}
	s.writing.Add(1)
	s.mutex.Unlock()
	s.chooseSizes()
	go func() {
		defer s.writing.Done()
		w.run(remote)
		s.mutex.Lock()
		delete(s.live, remote)
		s.mutex.Unlock()
	}()
}

// cutOff ends the reading of a track at once.
func cutOff(remote *webrtc.TrackRemote) {
	_ = remote.SetReadDeadline(time.Unix(1, 0)) // fails when the track has ended already
}

func (w *writer) run(remote *webrtc.TrackRemote) {
	for {
		packet, _, err := remote.ReadRTP()
		if err != nil {
			break // the track's end, the room's, or ours
		}
		w.take(w.queue.Push(track.Packet{Packet: packet, Arrival: w.session.Now()}))
	}
	w.take(w.queue.Flush())
	if w.file == nil {
		return // nothing that could be shown or heard ever came
	}
	w.session.note(journal.Event{Event: journal.Hidden, Track: w.number, AtMs: w.session.Now().Milliseconds()})
	_ = w.file.Close()
}

func (w *writer) take(packets []track.Packet) {
	for _, packet := range packets {
		if err := w.write(packet); err != nil {
			w.session.Log.Error("a track cannot be written", "track", w.number, "error", err)
			w.session.end(DiskFull)
		}
	}
}

func (w *writer) writeSound(ogg *track.Ogg) func(track.Packet) error {
	return func(packet track.Packet) error {
		if w.file == nil && len(packet.Payload) > 0 {
			if err := w.open(packet.Arrival, "ogg"); err != nil {
				return err
			}
		}
		return ogg.Write(packet)
	}
}

func (w *writer) writePictures(frames *track.Frames, ivf *track.IVF) func(track.Packet) error {
	return func(packet track.Packet) error {
		done := frames.Push(packet)
		if now := w.session.Now(); frames.Waiting() && (w.askedAt == 0 || now-w.askedAt > keyFrameInterval) {
			w.askedAt = now
			w.keyFrame()
		}
		for _, frame := range done {
			if w.file == nil {
				if err := w.open(frame.At, "ivf"); err != nil {
					return err
				}
			}
			if err := ivf.Write(frame); err != nil {
				return err
			}
		}
		return nil
	}
}

// open makes the file when there is something to put into it, and tells the journal where in time it begins.
func (w *writer) open(at time.Duration, extension string) error {
	name := fmt.Sprintf("%d.%s", w.number, extension)
	file, err := os.OpenFile(filepath.Join(w.session.Folder, name), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	w.file = file
	atMs := at.Milliseconds()
	w.session.note(journal.Event{Event: journal.TrackBegan, Track: w.number, Kind: w.kind, File: name, Codec: w.codec.FourCC, AtMs: atMs})
	w.session.note(journal.Event{Event: journal.Shown, Track: w.number, AtMs: atMs})
	return nil
}

// Write makes the writer the file of its format.
func (w *writer) Write(data []byte) (int, error) { return w.file.Write(data) }
