package meeting_test

import (
	"context"
	"testing"

	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/meeting"
)

func TestThoseWhoVanishOrLeaveComeBackWhileTheOthersStayWhole(t *testing.T) {
	server := livekittest.Start(t)
	door := openDoor(t, server.URL)
	p := plan(t, door.URL, func(p *meeting.Plan) {
		p.Churn = &meeting.Churn{TurnoverPerSecond: 2, TurnoverSeconds: 2, AwaySeconds: 1, VanishShare: 0.5, ReturnSeconds: 1}
	})
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []func(context.Context) error{m.SignIn, m.Join, m.Settle, m.Turnover, m.Storm, m.Recover, m.Hold, m.Leave} {
		if err := step(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if _, err := m.Close(); err != nil {
		t.Fatal(err)
	}
	result := readResult(t, p.OutputDirectory)
	c := result.Counts
	// 10 watch: 5 vanish and come back; before that 4 leave, one every half second, and join late.
	if c.ParticipantsVanished != 5 || c.ParticipantsRejoined != 5 || c.LateJoinersRequested != 4 || c.LateJoinersJoined != 4 {
		t.Errorf("churn %+v, errors %+v", *c.ChurnCounts, result.Errors)
	}
	if c.ParticipantsReceiving != 12 || c.TracksReceived != 33 || c.StayedPacketsExpected == 0 || c.StayedPacketsLost != 0 {
		t.Errorf("counts %+v, churn %+v, worst %+v", c, *c.ChurnCounts, result.Worst)
	}
	rejoin, outage, late := result.Histograms["timeToRejoinUs"], result.Histograms["outageUs"], result.Histograms["lateJoinUs"]
	if rejoin.Count() != 5 || outage.Count() != 5 || late.Count() != 4 {
		t.Errorf("%d rejoins, %d outages, %d late joins", rejoin.Count(), outage.Count(), late.Count())
	}
	if door.joins.Load() != 12+5+4 || door.leaves.Load() != 12+4 {
		t.Errorf("%d joins, %d leaves", door.joins.Load(), door.leaves.Load())
	}
	slowest, _ := rejoin.Quantile(1)
	longest, _ := outage.Quantile(1)
	t.Logf("rejoin %d us, outage %d us, churn %+v", slowest, longest, *c.ChurnCounts)
}

func TestThoseWhoLoseOnlySignallingResumeWithoutJoiningAnew(t *testing.T) {
	server := livekittest.Start(t)
	door := openDoor(t, server.URL)
	p := plan(t, door.URL, func(p *meeting.Plan) {
		p.Churn = &meeting.Churn{VanishShare: 0.5, ReturnSeconds: 1, Reconnect: meeting.Resume}
	})
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []func(context.Context) error{m.SignIn, m.Join, m.Settle, m.Storm, m.Recover, m.Hold, m.Leave} {
		if err := step(t.Context()); err != nil {
			t.Error(err)
		}
	}
	result, err := m.Close()
	if err != nil {
		t.Fatal(err)
	}
	c := result.Counts
	if c.ParticipantsVanished != 5 || c.ParticipantsRejoined != 5 || c.ParticipantsResumed != 5 || door.joins.Load() != 12 {
		t.Errorf("churn %+v, %d joins, errors %+v", *c.ChurnCounts, door.joins.Load(), result.Errors)
	}
	if c.ParticipantsReceiving != 12 || c.TracksReceived != 33 || c.StayedPacketsLost != 0 || len(result.Errors) != 0 {
		t.Errorf("counts %+v, churn %+v, worst %+v, errors %+v", c, *c.ChurnCounts, result.Worst, result.Errors)
	}
	resumed, outage := result.Histograms["timeToRejoinUs"], result.Histograms["outageUs"]
	if resumed.Count() != 5 || outage.Count() != 5 {
		t.Errorf("%d resumes, %d outages", resumed.Count(), outage.Count())
	}
	slowest, _ := resumed.Quantile(1)
	longest, _ := outage.Quantile(1)
	t.Logf("resumed after %d us, outage %d us", slowest, longest)
}
