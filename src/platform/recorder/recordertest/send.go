package recordertest

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

// SendSound publishes an Ogg file.
func (p *Person) SendSound(t *testing.T, file string) {
	t.Helper()
	track, err := lksdk.NewLocalFileTrack(file)
	if err != nil {
		t.Fatal(err)
	}
	p.publish(t, track, livekit.TrackSource_MICROPHONE)
}

// SendPictures publishes the pictures of an IVF or H.264 file over and over, at an even pace. The SDK has a reader of IVF too, which waits 20 s between the
// pictures of a file whose times count in twentieths.
func (p *Person) SendPictures(t *testing.T, file, mimeType string, source livekit.TrackSource) *lksdk.LocalTrackPublication {
	t.Helper()
	pictures := readPictures(t, file)
	track, err := lksdk.NewLocalSampleTrack(webrtc.RTPCodecCapability{MimeType: mimeType, ClockRate: 90_000})
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop) })
	const pace = time.Second / 20
	track.OnBind(func() {
		go func() {
			ticker := time.NewTicker(pace)
			defer ticker.Stop()
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				case <-ticker.C:
					_ = track.WriteSample(media.Sample{Data: pictures[i%len(pictures)], Duration: pace}, nil) // fails once the room is left
				}
			}
		}()
	})
	return p.publish(t, track, source)
}

func (p *Person) publish(t *testing.T, track webrtc.TrackLocal, source livekit.TrackSource) *lksdk.LocalTrackPublication {
	t.Helper()
	options := &lksdk.TrackPublicationOptions{Name: source.String(), Source: source, VideoWidth: 640, VideoHeight: 360}
	publication, err := p.Room.LocalParticipant.PublishTrack(track, options)
	if err != nil {
		t.Fatal(err)
	}
	return publication
}

// accessUnit begins a picture of H.264 whose encoder was told to mark them.
var accessUnit = []byte{0, 0, 0, 1, 9}

func readPictures(t *testing.T, file string) (pictures [][]byte) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(file) == ".h264" {
		for _, picture := range bytes.Split(data, accessUnit)[1:] {
			pictures = append(pictures, append(accessUnit[:len(accessUnit):len(accessUnit)], picture...))
		}
		return pictures
	}
	const head, frameHead = 32, 12 // of IVF
	for data = data[head:]; len(data) > frameHead; {
		size := int(binary.LittleEndian.Uint32(data))
		pictures = append(pictures, data[frameHead:frameHead+size])
		data = data[frameHead+size:]
	}
	return pictures
}
