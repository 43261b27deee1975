package publisher_test

import (
	"context"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/signal"
)

func TestSendingOutlivesSignallingAndResumes(t *testing.T) {
	server := livekittest.Start(t)
	ctx := within(t, 30*time.Second)
	speaking := enter(t, ctx, server, "room", publisher.Options{Microphone: true}, "speaker")
	track := <-watch(t, server, ctx).tracks
	packets := make(chan *rtp.Packet, 1000)
	go forward(track, packets)
	awaitPackets(t, ctx, packets, 20)

	speaking.signal.Break()
	<-speaking.signal.Done()
	awaitPackets(t, ctx, packets, 20)
	conn, _, err := signal.Resume(ctx, signal.Options{URL: server.URL, Token: livekittest.Token("room", "speaker")}, speaking.sid)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	began := time.Now()
	if err := speaking.publisher.Resume(ctx, conn); err != nil {
		t.Fatal(err)
	}
	t.Logf("ICE restarted in %v", time.Since(began))
	for len(packets) > 0 {
		<-packets // sent before the restart was over
	}
	awaitPackets(t, ctx, packets, 50)
	if err := speaking.publisher.Err(); err != nil {
		t.Errorf("the publisher ended: %v", err)
	}
}

// forward reads a track until its connection closes.
func forward(track *webrtc.TrackRemote, packets chan<- *rtp.Packet) {
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		packets <- packet
	}
}

func awaitPackets(t *testing.T, ctx context.Context, packets <-chan *rtp.Packet, count int) {
	t.Helper()
	for got := range count {
		select {
		case <-packets:
		case <-ctx.Done():
			t.Fatalf("%d of %d packets came: %v", got, count, ctx.Err())
		}
	}
}
