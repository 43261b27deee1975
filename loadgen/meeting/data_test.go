package meeting_test

import (
	"testing"

	"gomeet/loadgen/face"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/meeting"
)

func TestDataMessagesReachEveryOtherDataUser(t *testing.T) {
	server := livekittest.Start(t)
	p := plan(t, openDoor(t, server.URL).URL, func(p *meeting.Plan) {
		p.Participants, p.DataUsers, p.DataMessagesPerSecond = 6, 4, 10
		p.Faces = []face.Options{{Kind: face.Slow, Share: 0.5, DelayMs: 20}}
	})
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(t.Context(), m); err != nil {
		t.Error(err)
	}
	result, err := m.Close()
	if err != nil {
		t.Fatal(err)
	}
	c, latency := result.Counts, result.Histograms["dataLatencyUs"]
	// Two of the four have a camera and two only send messages: no track of the room is theirs.
	if c.DataUsers != 4 || c.ParticipantsReceiving != 6 || c.TracksExpected != 4*3+1+2 || c.TracksReceived != c.TracksExpected {
		t.Errorf("counts %+v, data %+v, worst %+v, errors %+v", c, *c.DataCounts, result.Worst, result.Errors)
	}
	// In 4 s four send 10 a second each, and each message goes to three others.
	if c.DataMessagesSent < 150 || c.DataMessagesLost != 0 || latency.Count() != c.DataMessagesReceived || len(result.Publishers) != 2 {
		t.Errorf("data %+v, %d latencies, %d publishers", *c.DataCounts, latency.Count(), len(result.Publishers))
	}
	if c.DataMessagesReceived < 3*c.DataMessagesSent || c.ReliableDataMessagesReceived == 0 {
		t.Errorf("of %d messages %d came to three others each", c.DataMessagesSent, c.DataMessagesReceived)
	}
	// Half of the participants are 20 ms away.
	slowest, _ := latency.Quantile(1)
	if slowest < 20_000 {
		t.Errorf("the slowest message took %d us", slowest)
	}
	median, _ := latency.Quantile(0.5)
	t.Logf("data %+v, latency p50 %d us, slowest %d us", *c.DataCounts, median, slowest)
}
