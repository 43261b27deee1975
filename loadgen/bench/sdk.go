package main

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"
)

// sdkFleet are subscribers of LiveKit's Go SDK, with the least that receives: one goroutine a track
// that reads RTP and counts. lk load-test adds a sample builder and per-packet statistics to that.
type sdkFleet struct {
	plan     rolePlan
	received atomic.Uint64

	mutex sync.Mutex
	rooms []*lksdk.Room
}

func (f *sdkFleet) begin(plan rolePlan) error {
	f.plan = plan
	lksdk.SetLogger(logger.GetDiscardLogger())
	return nil
}

func (f *sdkFleet) join(_ context.Context, identity string) error {
	token, err := accessToken(f.plan.Secret, identity)
	if err != nil {
		return err
	}
	callback := lksdk.NewRoomCallback()
	callback.OnTrackSubscribed = func(track *webrtc.TrackRemote, publication *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
		if track.Kind() == webrtc.RTPCodecTypeVideo {
			publication.SetVideoDimensions(uint32(f.plan.Width), uint32(f.plan.Height))
		}
		go f.count(track)
	}
	room, err := lksdk.ConnectToRoomWithToken(f.plan.URL, token, callback, lksdk.WithAutoSubscribe(true))
	if err != nil {
		return err
	}
	f.mutex.Lock()
	f.rooms = append(f.rooms, room)
	f.mutex.Unlock()
	return nil
}

func (f *sdkFleet) count(track *webrtc.TrackRemote) {
	for {
		packet, _, err := track.ReadRTP()
		if err != nil { // io.EOF at the end, and nothing more to read after any other
			return
		}
		if len(packet.Payload) > 0 {
			f.received.Add(1)
		}
	}
}

func (f *sdkFleet) packets() uint64 { return f.received.Load() }

func (f *sdkFleet) end() {
	for _, room := range f.rooms {
		room.Disconnect()
	}
}
