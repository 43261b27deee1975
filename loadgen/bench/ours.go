package main

import (
	"context"
	"sync"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/signal"
	"gomeet/loadgen/subscriber"
)

// ourFleet are this project's subscribers, on one of the two receive paths.
type ourFleet struct {
	path   subscriber.Path
	plan   rolePlan
	engine *subscriber.Engine

	mutex sync.Mutex
	conns []*signal.Conn
}

func (f *ourFleet) begin(plan rolePlan) (err error) {
	f.plan = plan
	f.engine, err = subscriber.NewEngine(subscriber.EngineOptions{Path: f.path})
	return err
}

func (f *ourFleet) join(ctx context.Context, identity string) error {
	token, err := accessToken(f.plan, identity)
	if err != nil {
		return err
	}
	conn, join, err := signal.Dial(ctx, signal.Options{URL: f.plan.URL, Token: token, AutoSubscribe: true})
	if err != nil {
		return err
	}
	f.mutex.Lock()
	f.conns = append(f.conns, conn)
	f.mutex.Unlock()
	_, err = f.engine.Connect(ctx, subscriber.Options{
		Signal: conn, Join: join,
		Layout: subscriber.Layout{Name: "bench", Tiles: []subscriber.Tile{{Width: f.plan.Width, Height: f.plan.Height}}},
	})
	return err
}

func (f *ourFleet) packets() (total uint64) {
	for _, s := range f.engine.Snapshot().Subscribers {
		for _, track := range s.Tracks {
			total += track.Packets
		}
	}
	return total
}

func (f *ourFleet) end() {
	f.engine.Close()
	leave := &livekit.SignalRequest{Message: &livekit.SignalRequest_Leave{
		Leave: &livekit.LeaveRequest{Reason: livekit.DisconnectReason_CLIENT_INITIATED},
	}}
	for _, conn := range f.conns {
		_ = conn.Send(leave) // whoever has been sent away already need not say goodbye
		conn.Close()
	}
}
