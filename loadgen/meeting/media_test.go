package meeting_test

import (
	"testing"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/face"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/meeting"
)

func TestScreensTurnsOfSpeechOtherCodecsAndSlowNetworksAreReceivedWhole(t *testing.T) {
	server := livekittest.Start(t)
	p := plan(t, openDoor(t, server.URL).URL, func(p *meeting.Plan) {
		p.Codec, p.ScreenShares, p.Microphones, p.SpeakerSeconds = clip.H264, 1, 2, 1
		p.Layout.Tiles = []meeting.Tile{{Width: 320, Height: 180}, {Width: 320, Height: 180}, {Width: 1280, Height: 720}}
		p.Faces = []face.Options{{Kind: face.Slow, Share: 0.5, DelayMs: 30}}
	})
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(t.Context(), m); err != nil {
		t.Error(err)
	}
	result, err := m.Close()
	if err != nil {
		t.Fatal(err)
	}
	c := result.Counts
	// 10 watch 2 cameras and a screen and hear 2 microphones. Of the publishers the first sees the
	// other's camera and hears one, the second sees a camera and the screen and hears one.
	if c.ParticipantsReceiving != 12 || c.TracksExpected != 10*5+2+3 || c.TracksReceived != c.TracksExpected {
		t.Errorf("counts %+v, worst %+v, errors %+v", c, result.Worst, result.Errors)
	}
	if c.FramesChecked == 0 || c.FramesBroken != 0 {
		t.Errorf("%d frames checked, %d broken", c.FramesChecked, c.FramesBroken)
	}
	// Half of the participants are 30 ms away, publishers too: the slower half of all packets is.
	if p75, _ := result.Histograms["videoLatencyUs"].Quantile(0.75); p75 < 30_000 {
		t.Errorf("video latency p75 is %d us, want at least 30 ms", p75)
	}
	if result.Histograms["videoFrameLatencyUs"].Count() == 0 {
		t.Error("no latency was read from frames")
	}
	// In 4 s two who take turns speak for half of them: 50 packets a second, else 2.5.
	for _, publisher := range result.Publishers {
		for _, track := range publisher.Tracks {
			if track.Kind == "audio" && (track.PacketsSent < 60 || track.PacketsSent > 160) {
				t.Errorf("%s sent %d packets of speech, want about 105", publisher.Identity, track.PacketsSent)
			}
		}
	}
}

// The API's answer says that clients of this room subscribe track by track, and there are more cameras than tiles.
func TestWhoSelectsTracksReceivesWhatTheLayoutShows(t *testing.T) {
	server := livekittest.Start(t)
	p := plan(t, openDoor(t, server.URL).URL, func(p *meeting.Plan) { p.Publishers = 4 })
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(t.Context(), m); err != nil {
		t.Error(err)
	}
	if _, err := m.Close(); err != nil {
		t.Fatal(err)
	}
	result := readResult(t, p.OutputDirectory)
	c := result.Counts
	// All 12 see 2 cameras, and all but the one who speaks hear the microphone.
	if c.ParticipantsReceiving != 12 || c.TracksExpected != 12*2+11 || c.TracksReceived != 12*2+11 || c.PacketsLost != 0 {
		t.Errorf("counts %+v, worst %+v, errors %+v", c, result.Worst, result.Errors)
	}
}
