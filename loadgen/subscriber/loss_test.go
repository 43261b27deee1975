package subscriber

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TestLossIsRepairedAndBlamedOnTheGenerator makes the kernel drop real packets: the smallest receive
// buffer holds about two, and a frame of the large layer has more.
func TestLossIsRepairedAndBlamedOnTheGenerator(t *testing.T) {
	room := openRoom(t)
	large := Layout{Name: "large", Tiles: []Tile{{Width: 1280, Height: 720}}}
	s := room.subscribe(t, "cramped", Options{
		Layout: large, Decrypt: true,
		FrameCheck: func(_, _ string, frame []byte) bool { return room.clips.Contains(frame) },
	})
	room.awaitCounts(t, s, true, "30 frames without loss", func(c TrackCounts) bool { return c.Frames >= 30 })
	if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, 4096); err != nil {
		t.Fatal(err)
	}
	hurt := room.awaitCounts(t, s, true, "20 repairs by RTX", func(c TrackCounts) bool { return c.Repaired >= 20 })
	if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, receiveBufferBytes); err != nil {
		t.Fatal(err)
	}
	healed := room.awaitCounts(t, s, true, "60 more whole frames", func(c TrackCounts) bool {
		return c.WholeFrames >= hurt.WholeFrames+60
	})
	t.Logf("hurt %+v\nhealed %+v", hurt, healed)
	if hurt.NACKs == 0 {
		t.Error("packets were repaired, but no NACK was sent")
	}
	if healed.DecryptErrors != 0 {
		t.Errorf("%d packets did not decrypt", healed.DecryptErrors)
	}
	snapshot := room.engine.Snapshot()
	if snapshot.SocketOverflows == 0 || snapshot.Subscribers[0].SocketOverflows == 0 {
		t.Errorf("no overflow counted, neither in total (%d) nor at the subscriber", snapshot.SocketOverflows)
	}
	if unknown := snapshot.Subscribers[0].UnknownPackets; unknown != 0 {
		t.Errorf("%d packets of unknown streams", unknown)
	}
}
