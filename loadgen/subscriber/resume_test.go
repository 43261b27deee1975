package subscriber

import (
	"testing"
	"time"

	"gomeet/loadgen/datachannel"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/signal"
)

func (r *testRoom) resume(t *testing.T, identity, participantSID string) *signal.Conn {
	t.Helper()
	conn, _, err := signal.Resume(testContext(t), signal.Options{
		URL: r.server.URL, Token: livekittest.Token("room", identity), AutoSubscribe: true,
	}, participantSID)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn
}

// subscribeResumably also returns the signalling connection and the id that a Resume needs.
func (r *testRoom) subscribeResumably(t *testing.T, identity string, options Options) (*Subscriber, *signal.Conn, string) {
	t.Helper()
	options.Resumable = true
	options.Signal, options.Join = r.join(t, identity)
	s, err := r.engine.Connect(testContext(t), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, options.Signal, options.Join.GetParticipant().GetSid()
}

// breakSignalling cuts the connection and waits until both sides know.
func breakSignalling(t *testing.T, conn *signal.Conn) time.Time {
	t.Helper()
	conn.Break()
	<-conn.Done()
	if !signal.IsLost(conn.Err()) {
		t.Fatalf("the connection ended with %v", conn.Err())
	}
	return time.Now()
}

func TestMediaOutliveSignallingAndResume(t *testing.T) {
	for _, path := range allowedPaths(t) {
		t.Run(string(path), func(t *testing.T) {
			room := openRoom(t)
			room.engine = pathEngine(t, EngineOptions{Path: path})
			s, conn, sid := room.subscribeResumably(t, "commuter", Options{Layout: speakerLayout})
			before := room.awaitCounts(t, s, true, "20 frames", func(c TrackCounts) bool { return c.Frames >= 20 })
			lostAt := breakSignalling(t, conn)
			room.awaitCounts(t, s, true, "20 frames without signalling", func(c TrackCounts) bool { return c.Frames >= before.Frames+20 })
			resumedAt := time.Now()
			if err := s.Resume(room.resume(t, "commuter", sid)); err != nil {
				t.Fatal(err)
			}
			await(t, "media after the ICE restart", func() bool { _, came := s.MediaAgain(); return came })
			again, _ := s.MediaAgain()
			frames := func() uint64 { counts, _ := countsOf(room.engine.Snapshot(), s, true); return counts.Frames }
			resumedFrames := frames()
			after := room.awaitCounts(t, s, true, "20 more frames", func(c TrackCounts) bool { return c.Frames >= resumedFrames+20 })
			t.Logf("signalling lost for %v; media again %v after the resume began; %d packets left out, %d ms frozen",
				resumedAt.Sub(lostAt), again.Sub(resumedAt), after.Lost, after.FreezeMs-before.FreezeMs)
			if s.Err() != nil {
				t.Errorf("the subscriber ended: %v", s.Err())
			}
		})
	}
}

func TestDataGoOnAfterAResume(t *testing.T) {
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	meter := datachannel.NewMeter()
	scheduler := publisher.NewScheduler()
	t.Cleanup(scheduler.Close)
	reader, conn, sid := room.subscribeResumably(t, "reader", Options{Data: meter.Join()})
	writing, _ := room.join(t, "writer")
	writer, err := publisher.Connect(testContext(t), publisher.Options{
		Signal: writing, Scheduler: scheduler, Data: &publisher.DataOptions{Participant: meter.Join(), MessagesPerSecond: 100},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(writer.Close)
	more := func(what string) {
		t.Helper()
		had := meter.Counts(datachannel.Reliable).Received
		await(t, what, func() bool { return meter.Counts(datachannel.Reliable).Received >= had+10 })
	}
	more("messages")
	breakSignalling(t, conn)
	if err := reader.Resume(room.resume(t, "reader", sid)); err != nil {
		t.Fatal(err)
	}
	await(t, "the ICE restart", func() bool { return room.engine.shardOf(reader.local.Port()).restarted(t, reader) })
	more("messages after the resume")
	writer.StopData()
	meter.Settle()
	await(t, "every reliable message", func() bool { return meter.Counts(datachannel.Reliable).Lost == 0 })
}

// restarted says whether ICE has been restarted and has nominated a pair.
func (h *shard) restarted(t *testing.T, s *Subscriber) (done bool) {
	t.Helper()
	if err := h.call(func() { done = s.restartedNs != 0 && s.ice.connected }); err != nil {
		t.Fatal(err)
	}
	return done
}

func TestSomeoneWhoVanishedRejoinsWithTheSameIdentity(t *testing.T) {
	room := openRoom(t)
	s, conn, _ := room.subscribeResumably(t, "phoenix", Options{Layout: speakerLayout})
	room.awaitCounts(t, s, true, "a frame", func(c TrackCounts) bool { return c.Frames > 0 })
	breakSignalling(t, conn)
	s.Close() // no Leave: the server believes that its participant is still there
	vanishedAt := time.Now()
	again := room.subscribe(t, "phoenix", Options{Layout: speakerLayout})
	await(t, "the first frame after the rejoin", func() bool { _, came := again.FirstFrame(); return came })
	shown, _ := again.FirstFrame()
	t.Logf("from vanishing to the first frame: %v", shown.Sub(vanishedAt))
}

func TestALostConnectionEndsWhoCannotResume(t *testing.T) {
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	conn, join := room.join(t, "fragile")
	s, err := room.engine.Connect(testContext(t), Options{Signal: conn, Join: join})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	breakSignalling(t, conn)
	awaitEnd(t, s)
	if !signal.IsLost(s.Err()) {
		t.Errorf("reason is %v", s.Err())
	}
}

func TestAnEndedSessionIsNotOutlived(t *testing.T) {
	room := &testRoom{server: livekittest.Start(t), engine: testEngine(t)}
	s, _, _ := room.subscribeResumably(t, "twin", Options{})
	room.join(t, "twin") // the same identity again: the server sends the first one away
	awaitEnd(t, s)
	if signal.IsLost(s.Err()) || s.Err() == nil {
		t.Errorf("reason is %v, expected the server's Leave", s.Err())
	}
}

var speakerLayout = Layout{Tiles: []Tile{{Width: 1280, Height: 720}}}
