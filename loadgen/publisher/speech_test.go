package publisher_test

import (
	"context"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/signal"
	"gomeet/loadgen/subscriber"
)

// The kinds of what LiveKit says of others (livekit_rtc.proto, SignalResponse).
const (
	kindParticipantUpdate signal.Kind = 5
	kindSpeakersChanged   signal.Kind = 10
)

// listen takes part in a room by ear and hands over what LiveKit says of others.
func listen(t *testing.T, ctx context.Context, server *livekittest.Server, room string) <-chan *livekit.SignalResponse {
	t.Helper()
	conn, join, err := signal.Dial(ctx, signal.Options{URL: server.URL, Token: livekittest.Token(room, "listener"), AutoSubscribe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	messages := make(chan *livekit.SignalResponse, 1000)
	engine, err := subscriber.NewEngine(subscriber.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	if _, err := engine.Connect(ctx, subscriber.Options{Signal: conn, Join: join}); err != nil {
		t.Fatal(err)
	}
	// Last, for reading begins with the first handler, and the offer must find the engine's.
	conn.OnMessage(func(message *livekit.SignalResponse) { messages <- message }, kindParticipantUpdate, kindSpeakersChanged)
	return messages
}

func TestLiveKitSeesTheSpeakersOfTheRota(t *testing.T) {
	server := livekittest.Start(t)
	ctx := within(t, 30*time.Second)
	messages := listen(t, ctx, server, "rota")
	rota := publisher.Rota{Start: time.Now(), Speakers: 2, Turn: 2 * time.Second}
	for _, number := range []int{0, 1} {
		name := []string{"first", "second"}[number]
		enter(t, ctx, server, "rota", publisher.Options{Microphone: true, Speaks: rota.Speaker(number)}, name)
	}
	began, ended := map[string]bool{}, map[string]bool{}
	for len(began) < 2 || len(ended) < 2 {
		select {
		case message := <-messages:
			for _, speaker := range message.GetSpeakersChanged().GetSpeakers() {
				if speaker.GetActive() {
					began[speaker.GetSid()] = true
				} else {
					ended[speaker.GetSid()] = true
				}
			}
		case <-ctx.Done():
			t.Fatalf("of two speakers, %d began and %d ended", len(began), len(ended))
		}
	}
}

func TestAMutedMicrophoneIsSilentAndSaysSo(t *testing.T) {
	server := livekittest.Start(t)
	ctx := within(t, 20*time.Second)
	sending := enter(t, ctx, server, "mute", publisher.Options{Microphone: true}, "speaker").publisher
	messages := listen(t, ctx, server, "mute")
	if err := sending.MuteMicrophone(true); err != nil {
		t.Fatal(err)
	}
	awaitMuted(t, ctx, messages, true)
	muted := sending.Counts()[0].Packets
	if err := sending.MuteMicrophone(false); err != nil {
		t.Fatal(err)
	}
	awaitMuted(t, ctx, messages, false)
	for sending.Counts()[0].Packets < muted+10 {
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			t.Fatalf("opened again, it sent %d packets", sending.Counts()[0].Packets-muted)
		}
	}
}

func awaitMuted(t *testing.T, ctx context.Context, messages <-chan *livekit.SignalResponse, want bool) {
	t.Helper()
	for {
		select {
		case message := <-messages:
			for _, participant := range message.GetUpdate().GetParticipants() {
				for _, track := range participant.GetTracks() {
					if track.GetMuted() == want {
						return
					}
				}
			}
		case <-ctx.Done():
			t.Fatalf("LiveKit did not say muted: %t", want)
		}
	}
}
