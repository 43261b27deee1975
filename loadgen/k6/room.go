package k6

import (
	"context"

	"go.k6.io/k6/v2/js/modules"

	"gomeet/loadgen/meeting"
)

// room is the script's Meeting object. Its methods block the virtual user, as k6's own http
// calls do: the script has only this one, and the work goes on in Go.
type room struct {
	vu      modules.VU
	meeting *meeting.Meeting
}

func openRoom(vu modules.VU, metrics *roomMetrics, planText []byte) (*room, error) {
	plan, err := meeting.ReadPlan(planText)
	if err != nil {
		return nil, err
	}
	m, err := meeting.New(plan, metrics.observer(vu))
	if err != nil {
		return nil, err
	}
	// When k6 is told to stop, it interrupts the script, and no finally block runs: whatever
	// the script was at, the partial result is written from here.
	context.AfterFunc(vu.Context(), func() { _, _ = m.Close() })
	return &room{vu: vu, meeting: m}, nil
}

// SignIn and the phases after it are the journey.
func (r *room) SignIn() error { return r.walk(r.meeting.SignIn) }

// Join brings everyone into the room.
func (r *room) Join() error { return r.walk(r.meeting.Join) }

// Settle waits until the room runs evenly.
func (r *room) Settle() error { return r.walk(r.meeting.Settle) }

// Hold measures.
func (r *room) Hold() error { return r.walk(r.meeting.Hold) }

// Turnover lets people leave and join late at a rate.
func (r *room) Turnover() error { return r.walk(r.meeting.Turnover) }

// Storm drops a share of the people at once and brings them back.
func (r *room) Storm() error { return r.walk(r.meeting.Storm) }

// Recover waits for those who came back.
func (r *room) Recover() error { return r.walk(r.meeting.Recover) }

// Endure stays through whatever happens to the platform.
func (r *room) Endure() error { return r.walk(r.meeting.Endure) }

// Leave says goodbye for everyone.
func (r *room) Leave() error { return r.walk(r.meeting.Leave) }

// walk makes an interrupted phase write its result before k6 gets the virtual user back: k6
// may end the process right after.
func (r *room) walk(phase func(context.Context) error) error {
	ctx := r.vu.Context()
	err := phase(ctx)
	if ctx.Err() != nil {
		_, _ = r.meeting.Close() // the interruption is the error that counts
	}
	return err
}

// Close writes the result, if that is not done, and returns its counts.
func (r *room) Close() (*summary, error) {
	result, err := r.meeting.Close()
	if err != nil {
		return nil, err
	}
	counts := result.Counts
	return &summary{
		Partial:               result.Partial,
		ParticipantsRequested: counts.ParticipantsRequested, ParticipantsJoined: counts.ParticipantsJoined,
		ParticipantsReceiving: counts.ParticipantsReceiving,
		TracksExpected:        counts.TracksExpected, TracksReceived: counts.TracksReceived,
		PacketsReceived: counts.PacketsReceived, PacketsLost: counts.PacketsLost,
	}, nil
}

// summary is what a script may want to check; loadgen.json has all.
type summary struct {
	Partial               bool   `js:"partial"`
	ParticipantsRequested int    `js:"participantsRequested"`
	ParticipantsJoined    int    `js:"participantsJoined"`
	ParticipantsReceiving int    `js:"participantsReceiving"`
	TracksExpected        int    `js:"tracksExpected"`
	TracksReceived        int    `js:"tracksReceived"`
	PacketsReceived       uint64 `js:"packetsReceived"`
	PacketsLost           uint64 `js:"packetsLost"`
}
