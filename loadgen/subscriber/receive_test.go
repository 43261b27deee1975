package subscriber

import "testing"

var oneTile = Layout{Name: "one", Tiles: []Tile{{Width: 320, Height: 180}}}

func TestASubscriberReceivesAndMeasuresARoom(t *testing.T) {
	room := openRoom(t)
	s := room.subscribe(t, "listener", Options{Layout: oneTile})
	video := room.awaitCounts(t, s, true, "60 frames", func(c TrackCounts) bool { return c.Frames >= 60 })
	audio := room.awaitCounts(t, s, false, "100 audio packets", func(c TrackCounts) bool { return c.Packets >= 100 })
	if video.Lost != 0 || audio.Lost != 0 || video.Codec != "vp8" || audio.Codec != "opus" {
		t.Errorf("lost packets or wrong codecs: video %+v, audio %+v", video, audio)
	}
	if _, seen := s.FirstFrame(); !seen {
		t.Error("60 frames, but no first frame")
	}
	snapshot := room.engine.Snapshot()
	if snapshot.VideoLatency.Count() == 0 || snapshot.AudioLatency.Count() == 0 {
		t.Errorf("no latencies: %d of video, %d of audio", snapshot.VideoLatency.Count(), snapshot.AudioLatency.Count())
	}
	t.Logf("video %+v\naudio %+v", video, audio)
}

func TestASampleIsDecryptedIntoTheClipsFrames(t *testing.T) {
	room := openRoom(t)
	s := room.subscribe(t, "sample", Options{
		Layout: oneTile, Decrypt: true,
		FrameCheck: func(_, _ string, frame []byte) bool { return room.clips.Contains(frame) },
	})
	video := room.awaitCounts(t, s, true, "60 whole frames", func(c TrackCounts) bool { return c.WholeFrames >= 60 })
	audio := room.awaitCounts(t, s, false, "100 whole frames", func(c TrackCounts) bool { return c.WholeFrames >= 100 })
	for _, counts := range []TrackCounts{video, audio} {
		if counts.BrokenFrames != 0 || counts.DecryptErrors != 0 {
			t.Errorf("broken frames or undecryptable packets: %+v", counts)
		}
	}
}

func TestWithoutATileVideoIsNotReceived(t *testing.T) {
	room := openRoom(t)
	s := room.subscribe(t, "listener", Options{})
	room.awaitCounts(t, s, false, "100 audio packets", func(c TrackCounts) bool { return c.Packets >= 100 })
	before := room.awaitCounts(t, s, true, "the disabled track", func(c TrackCounts) bool { return c.Disabled })
	room.awaitCounts(t, s, false, "200 audio packets", func(c TrackCounts) bool { return c.Packets >= 200 })
	after, _ := countsOf(room.engine.Snapshot(), s, true)
	if after.Packets != before.Packets {
		t.Errorf("a disabled track went on: %+v, then %+v", before, after)
	}
}
