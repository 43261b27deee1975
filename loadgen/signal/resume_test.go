package signal_test

import (
	"errors"
	"testing"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/signal"
)

func TestAParticipantUnknownToTheServerMustRejoin(t *testing.T) {
	server := livekittest.Start(t)
	options := signal.Options{URL: server.URL, Token: livekittest.Token("room", "stranger")}
	_, _, err := signal.Resume(t.Context(), options, "PA_unknown")
	if !signal.MustRejoin(err) || signal.IsLost(err) {
		t.Fatalf("error is %v, expected a Leave that asks for a full reconnect", err)
	}
	conn, _, err := signal.Dial(t.Context(), options)
	if err != nil {
		t.Fatalf("the full reconnect failed: %v", err)
	}
	conn.Close()
}

func TestOnlyABrokenConnectionIsLost(t *testing.T) {
	for _, test := range []struct {
		reason error
		lost   bool
	}{
		{&signal.LostError{Cause: errors.New("reset")}, true},
		{signal.ErrPingTimeout, true},
		{&signal.LeaveError{Action: livekit.LeaveRequest_RESUME}, true},
		{&signal.LeaveError{Action: livekit.LeaveRequest_DISCONNECT}, false},
		{&signal.LeaveError{Action: livekit.LeaveRequest_RECONNECT}, false},
		{signal.ErrClosed, false},
	} {
		if signal.IsLost(test.reason) != test.lost {
			t.Errorf("%v: lost is %v", test.reason, !test.lost)
		}
	}
}
