package main

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/livekit/server-sdk-go/v2/pkg/samplebuilder"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"
)

// sdkFleet are subscribers of LiveKit's Go SDK, set up as `lk load-test` sets them up
// (livekit-cli, pkg/loadtester/loadtester.go): no automatic subscription, a PLI for each track, and
// every packet through a sample builder with the H.264 depacketizer, whatever the codec. Packets are
// counted as they are read, since that depacketizer cannot tell VP8 frames apart.
type sdkFleet struct {
	plan   rolePlan
	counts sync.Map // *atomic.Uint64 by room and track, so that no two goroutines share one

	mutex sync.Mutex
	rooms []*lksdk.Room
}

// joinAttempts are lk load-test's, one second apart.
const joinAttempts = 10

func (f *sdkFleet) begin(plan rolePlan) error {
	f.plan = plan
	lksdk.SetLogger(logger.GetDiscardLogger())
	return nil
}

func (f *sdkFleet) join(ctx context.Context, identity string) error {
	token, err := accessToken(f.plan, identity)
	if err != nil {
		return err
	}
	callback := lksdk.NewRoomCallback()
	callback.OnTrackPublished = subscribeTo
	callback.OnTrackSubscribed = func(track *webrtc.TrackRemote, publication *lksdk.RemoteTrackPublication, sender *lksdk.RemoteParticipant) {
		go f.consume(identity, track, sender)
		if publication.Kind() == lksdk.TrackKindVideo {
			publication.SetVideoDimensions(uint32(f.plan.Width), uint32(f.plan.Height))
		}
	}
	room, err := f.enter(ctx, token, callback)
	if err != nil {
		return err
	}
	for _, participant := range room.GetRemoteParticipants() {
		for _, publication := range participant.TrackPublications() {
			if remote, ok := publication.(*lksdk.RemoteTrackPublication); ok {
				subscribeTo(remote, participant)
			}
		}
	}
	return ctx.Err()
}

// enter joins, with as many attempts as lk load-test makes; the SDK's room can be joined only once.
func (f *sdkFleet) enter(ctx context.Context, token string, callback *lksdk.RoomCallback) (*lksdk.Room, error) {
	for attempt := 1; ; attempt++ {
		room := lksdk.NewRoom(callback)
		f.mutex.Lock()
		f.rooms = append(f.rooms, room)
		f.mutex.Unlock()
		err := room.JoinWithToken(f.plan.URL, token, lksdk.WithAutoSubscribe(false))
		if err == nil || attempt == joinAttempts || pause(ctx, 1) != nil {
			return room, err
		}
	}
}

func subscribeTo(publication *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
	_ = publication.SetSubscribed(true) // fails when the room is left, and then nothing is owed
}

func (f *sdkFleet) consume(identity string, track *webrtc.TrackRemote, sender *lksdk.RemoteParticipant) {
	sender.WritePLI(track.SSRC())
	var depacketizer rtp.Depacketizer = &codecs.OpusPacket{}
	if track.Kind() == webrtc.RTPCodecTypeVideo {
		depacketizer = &codecs.H264Packet{}
	}
	build := func() *samplebuilder.SampleBuilder {
		return samplebuilder.New(100, depacketizer, track.Codec().ClockRate, samplebuilder.WithPacketDroppedHandler(func() {
			if track.Kind() == webrtc.RTPCodecTypeVideo {
				sender.WritePLI(track.SSRC())
			}
		}))
	}
	builder := build()
	received, samples := new(atomic.Uint64), new(atomic.Uint64) // two counts a packet, as lk keeps them
	f.counts.Store(identity+track.ID(), received)
	for {
		packet, _, err := track.ReadRTP()
		if err != nil { // io.EOF at the end, and nothing more to read after any other
			return
		}
		if len(packet.Payload) > 0 {
			received.Add(1)
		}
		popped, intact := push(builder, packet)
		if samples.Add(popped); !intact {
			builder = build()
		}
	}
}

// push survives the sample builder's panic on some losses. lk load-test recovers too and gives the
// track up; here it goes on with a new builder, so that the load stays equal.
func push(builder *samplebuilder.SampleBuilder, packet *rtp.Packet) (popped uint64, intact bool) {
	defer func() { _ = recover() }()
	builder.Push(packet)
	return uint64(len(builder.PopPackets())), true
}

func (f *sdkFleet) packets() (total uint64) {
	f.counts.Range(func(_, count any) bool {
		total += count.(*atomic.Uint64).Load()
		return true
	})
	return total
}

func (f *sdkFleet) end() {
	for _, room := range f.rooms {
		room.Disconnect()
	}
}
