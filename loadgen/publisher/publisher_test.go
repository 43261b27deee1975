package publisher_test

import (
	"context"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/clip/cliptest"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/signal"
)

// sender is a publisher in a room, with what it sends and through what.
type sender struct {
	publisher *publisher.Publisher
	clips     *clip.Set
	signal    *signal.Conn
	sid       string // the participant's
}

// within ends what takes longer. The clips are made before the time begins to run: the first test on a
// machine would otherwise spend all of it on them.
func within(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	cliptest.Directory(t)
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}

// enter joins a room and publishes what the options say.
func enter(t *testing.T, ctx context.Context, server *livekittest.Server, room string, options publisher.Options, identity string) sender {
	t.Helper()
	clips, err := clip.Load(cliptest.Directory(t))
	if err != nil {
		t.Fatal(err)
	}
	conn, join, err := signal.Dial(ctx, signal.Options{URL: server.URL, Token: livekittest.Token(room, identity), AutoSubscribe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	scheduler := publisher.NewScheduler()
	t.Cleanup(scheduler.Close)
	options.Signal, options.Clips, options.Scheduler = conn, clips, scheduler
	sending, err := publisher.Connect(ctx, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sending.Close)
	return sender{sending, clips, conn, join.GetParticipant().GetSid()}
}

func publish(t *testing.T, server *livekittest.Server, ctx context.Context) *publisher.Publisher {
	t.Helper()
	return enter(t, ctx, server, "room", publisher.Options{Microphone: true, Camera: true}, "speaker").publisher
}

// viewer is a full WebRTC client.
type viewer struct {
	connection *webrtc.PeerConnection
	tracks     <-chan *webrtc.TrackRemote
}

// watch joins as a viewer, who hands over each remote track.
func watch(t *testing.T, server *livekittest.Server, ctx context.Context) viewer {
	t.Helper()
	conn, _, err := signal.Dial(ctx, signal.Options{URL: server.URL, Token: livekittest.Token("room", "viewer"), AutoSubscribe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	var settings webrtc.SettingEngine
	settings.SetIncludeLoopbackCandidate(true)
	engine := &webrtc.MediaEngine{}
	if err := engine.RegisterDefaultCodecs(); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeVideo, webrtc.RTPCodecTypeAudio} {
		capability := webrtc.RTPHeaderExtensionCapability{URI: "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"}
		if err := engine.RegisterHeaderExtension(capability, kind); err != nil {
			t.Fatal(err)
		}
	}
	api := webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithSettingEngine(settings))
	connection, err := api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	tracks := make(chan *webrtc.TrackRemote, 8)
	connection.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		if track.Kind() == webrtc.RTPCodecTypeVideo {
			_ = connection.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(track.SSRC())}})
		}
		tracks <- track
	})
	conn.OnMessage(func(message *livekit.SignalResponse) { answerOffer(t, conn, connection, message) })
	return viewer{connection, tracks}
}

func answerOffer(t *testing.T, conn *signal.Conn, connection *webrtc.PeerConnection, message *livekit.SignalResponse) {
	if trickle := message.GetTrickle(); trickle.GetTarget() == livekit.SignalTarget_SUBSCRIBER && trickle != nil {
		return // the server's candidates come again by its connectivity checks
	}
	offer := message.GetOffer()
	if offer == nil {
		return
	}
	gathered := webrtc.GatheringCompletePromise(connection)
	if err := connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer.GetSdp()}); err != nil {
		t.Error(err)
		return
	}
	answer, err := connection.CreateAnswer(nil)
	if err == nil {
		err = connection.SetLocalDescription(answer)
	}
	if err != nil {
		t.Error(err)
		return
	}
	<-gathered
	_ = conn.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Answer{Answer: &livekit.SessionDescription{
		Type: "answer", Sdp: connection.LocalDescription().SDP, Id: offer.GetId(),
	}}})
}

func TestACameraAndAMicrophoneReachAWebRTCClient(t *testing.T) {
	server := livekittest.Start(t)
	ctx := within(t, 20*time.Second)
	sending := publish(t, server, ctx)
	tracks := watch(t, server, ctx).tracks

	seen := map[webrtc.RTPCodecType]bool{}
	for len(seen) < 2 {
		select {
		case track := <-tracks:
			for range 20 {
				packet, _, err := track.ReadRTP()
				if err != nil {
					t.Fatal(err)
				}
				if len(packet.Payload) == 0 {
					t.Errorf("%s: an empty packet", track.Kind())
				}
			}
			seen[track.Kind()] = true
		case <-ctx.Done():
			t.Fatalf("received only %v; sent %+v", seen, sending.Counts())
		}
	}
	if err := sending.Err(); err != nil {
		t.Error(err)
	}
}

func TestLayersThatNobodyWatchesStop(t *testing.T) {
	server := livekittest.Start(t)
	ctx := within(t, 30*time.Second)
	sending := enter(t, ctx, server, "room", publisher.Options{Camera: true, ScreenShare: true, Codec: clip.VP9}, "speaker").publisher

	// Nobody is in the room: LiveKit tells within a few seconds that no layer is wanted. Two
	// equal counts a second apart, longer than 10 frames of each layer, mean that it stopped.
	var before uint64
	for {
		var now uint64
		for _, count := range sending.Counts() {
			if count.Kind == "video" {
				now += count.Packets
			}
		}
		if now > 0 && now == before {
			return
		}
		before = now
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			t.Fatalf("layers still run: %+v", sending.Counts())
		}
	}
}
