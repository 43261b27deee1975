package meeting

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"gomeet/loadgen/api"
	"gomeet/loadgen/clip"
	"gomeet/loadgen/face"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/record"
	"gomeet/loadgen/subscriber"
)

// Observer is told what a dashboard wants to draw; nil callbacks are left out.
type Observer struct {
	// Joined is one participant's way into the room, from its intended moment.
	Joined func(duration time.Duration)
	// FirstFrame is one participant's wait for its first picture, from the same moment.
	FirstFrame func(duration time.Duration)
	// Second is called once a second with what happened in it.
	Second func(Second)
}

// Meeting is one room on its journey, or several alike side by side. Its phases are called in order from one goroutine:
// SignIn, Join, Settle, Hold, Leave; Close writes the result wherever it stopped.
type Meeting struct {
	plan     Plan
	observer Observer
	log      *record.EventLog
	clips    *clip.Set

	engine       *subscriber.Engine
	scheduler    *publisher.Scheduler
	faces        *face.Set
	tally        *tally
	participants []*participant
	rooms        []*room
	monitor      *monitor

	mutex     sync.Mutex // guards what follows
	startedAt time.Time
	phases    []record.Phase
	window    *hold
	usage     usages
	latencies latencies
	data      dataFigures // of the hold
	completed bool

	busy    chan struct{} // holds one token while a phase runs
	closing sync.Once
	closed  chan struct{}
	result  *Result
	failure error
}

// openFilesNeeded are a participant's WebSocket, signalling and media, the second media
// socket of who sends, and what k6, clips and those just joining hold besides.
func openFilesNeeded(plan Plan) uint64 {
	return uint64(3*plan.total() + 4*plan.rooms()*(plan.Publishers+plan.dataOnlySenders()) + 200)
}

// New loads the clips, opens the output and checks that this process may open enough files.
// The error says what is missing; nothing has been sent yet.
func New(plan Plan, observer Observer) (*Meeting, error) {
	if err := plan.check(); err != nil {
		return nil, fmt.Errorf("room plan: %w", err)
	}
	if needed, limit := openFilesNeeded(plan), record.MaxOpenFiles(); limit < needed {
		return nil, fmt.Errorf("%d participants need %d open files, but this process may open %d; raise it with: ulimit -n %d", plan.total(), needed, limit, needed)
	}
	m := &Meeting{
		plan: plan, observer: observer, rooms: newRooms(&plan),
		startedAt: time.Now(), closed: make(chan struct{}), busy: make(chan struct{}, 1),
	}
	m.tally = newTally(m.logError)
	var err error
	if plan.Publishers > 0 {
		if m.clips, err = clip.Load(plan.ClipsDirectory); err != nil {
			return nil, err
		}
	}
	for i := range plan.total() {
		client, err := api.New(api.Options{URL: plan.APIURL, SourceAddress: plan.sourceAddress(i), Recorder: m.tally})
		if err != nil {
			return nil, err
		}
		room := m.rooms[i/plan.Participants]
		p := &participant{number: i, seat: i % plan.Participants, room: room, api: client}
		room.members, m.participants = append(room.members, p), append(m.participants, p)
	}
	if m.engine, err = subscriber.NewEngine(subscriber.EngineOptions{}); err != nil {
		return nil, err
	}
	if m.log, err = record.OpenEventLog(plan.OutputDirectory); err != nil {
		m.engine.Close()
		return nil, err
	}
	m.scheduler = publisher.NewScheduler()
	m.faces = face.NewSet(plan.Faces, lossSeed)
	m.monitor = startMonitor(m)
	return m, nil
}

// logError is told the first error of each kind.
func (m *Meeting) logError(group record.ErrorGroup) {
	m.log.Write("error", record.Fields{"what": group.What, "detail": group.Example})
}

// lossSeed makes a lossy network lose the same share in the same pattern in every run.
const lossSeed = 1

// phase runs one part of the journey and notes when it began and ended, also when it failed. Its
// progress counts done up to of participants or, without done, seconds.
func (m *Meeting) phase(ctx context.Context, name string, of int, done *int, work func() error) error {
	m.busy <- struct{}{}
	defer func() { <-m.busy }()
	select {
	case <-m.closed:
		return fmt.Errorf("%s: the meeting is closed", name)
	default:
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	m.log.Write("phase", record.Fields{"name": name})
	m.monitor.enter(name, of, done)
	m.mutex.Lock()
	m.phases = append(m.phases, record.Phase{Name: name, StartedAt: time.Now().UnixMilli()})
	m.mutex.Unlock()
	err := work()
	m.mutex.Lock()
	m.phases[len(m.phases)-1].EndedAt = time.Now().UnixMilli()
	m.mutex.Unlock()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Close ends everything that is still open within three seconds and writes loadgen.json; the
// result is partial unless the room was held and left. A phase that is running is waited for
// shortly: its context has ended, and what it measured belongs in the result. Later calls
// return the same.
func (m *Meeting) Close() (*Result, error) {
	m.closing.Do(func() {
		select {
		case m.busy <- struct{}{}:
			defer func() { <-m.busy }()
		case <-time.After(phaseGrace):
		}
		m.monitor.stop()
		m.scheduler.Close()
		m.closeParticipants()
		m.faces.Close()
		m.endRoomsShortly()
		m.engine.Close()
		m.result = m.summarize()
		m.failure = errors.Join(record.Write(m.plan.OutputDirectory, m.result), m.log.Close())
		close(m.closed)
	})
	<-m.closed
	return m.result, m.failure
}

// The graces bound how long closing waits, to 2.8 s together: a server that hangs must not
// hold up the result.
const (
	phaseGrace = 800 * time.Millisecond
	closeGrace = time.Second
	endGrace   = time.Second
)

// endRoomsShortly ends what an interruption has left open.
func (m *Meeting) endRoomsShortly() {
	ctx, cancel := context.WithTimeout(context.Background(), endGrace)
	defer cancel()
	m.endRooms(ctx)
}

func (m *Meeting) closeParticipants() {
	var closing sync.WaitGroup
	for _, participant := range m.participants {
		closing.Go(participant.close)
	}
	done := make(chan struct{})
	go func() { closing.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(closeGrace):
		m.tally.Failure("close", os.ErrDeadlineExceeded)
	}
}
