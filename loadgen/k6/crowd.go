package k6

import (
	"context"

	"go.k6.io/k6/v2/js/modules"

	"gomeet/loadgen/crowd"
)

// sockets is the script's Crowd object. Its methods block the virtual user, as Meeting's do.
type sockets struct {
	vu    modules.VU
	crowd *crowd.Crowd
}

func openCrowd(vu modules.VU, metrics *crowdMetrics, planText []byte) (*sockets, error) {
	plan, err := crowd.ReadPlan(planText)
	if err != nil {
		return nil, err
	}
	c, err := crowd.New(plan, metrics.observer(vu))
	if err != nil {
		return nil, err
	}
	// As for a room: told to stop, k6 interrupts the script, and the partial result is written from here.
	context.AfterFunc(vu.Context(), func() { _, _ = c.Close() })
	return &sockets{vu: vu, crowd: c}, nil
}

// Connect, Hold and Leave are the journey.
func (s *sockets) Connect() error { return s.walk(s.crowd.Connect) }

// Hold measures.
func (s *sockets) Hold() error { return s.walk(s.crowd.Hold) }

// Leave ends the meetings and says goodbye for everyone.
func (s *sockets) Leave() error { return s.walk(s.crowd.Leave) }

func (s *sockets) walk(phase func(context.Context) error) error {
	ctx := s.vu.Context()
	err := phase(ctx)
	if ctx.Err() != nil {
		_, _ = s.crowd.Close() // the interruption is the error that counts
	}
	return err
}

// Close writes the result, if that is not done, and returns its counts.
func (s *sockets) Close() (*crowdSummary, error) {
	result, err := s.crowd.Close()
	if err != nil {
		return nil, err
	}
	counts := result.Counts
	return &crowdSummary{
		Partial:              result.Partial,
		ConnectionsRequested: counts["connectionsRequested"], ConnectionsHeld: counts["connectionsHeld"],
		MessagesSent: counts["messagesSent"], MessagesReceived: counts["messagesReceived"], MessagesLost: counts["messagesLost"],
	}, nil
}

// crowdSummary is what a script may want to check; loadgen.json has all.
type crowdSummary struct {
	Partial              bool   `js:"partial"`
	ConnectionsRequested uint64 `js:"connectionsRequested"`
	ConnectionsHeld      uint64 `js:"connectionsHeld"`
	MessagesSent         uint64 `js:"messagesSent"`
	MessagesReceived     uint64 `js:"messagesReceived"`
	MessagesLost         uint64 `js:"messagesLost"`
}
