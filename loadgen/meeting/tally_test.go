package meeting

import (
	"errors"
	"testing"
	"time"

	"gomeet/loadgen/record"
)

func TestWebSocketsAreNoRequestsButTheirFailuresAreErrors(t *testing.T) {
	tally := newTally(func(record.ErrorGroup) {})
	tally.Answered("login", 20*time.Millisecond)
	tally.Answered("websocket", time.Millisecond)
	tally.Failed("websocket", errors.New("refused"))
	requests := tally.Requests()
	if requests.Sent != 1 || requests.Failed != 0 || requests.All.Count() != 1 || len(requests.ByPlace) != 1 || requests.ByPlace["login"].Count() != 1 {
		t.Errorf("requests %+v", requests)
	}
	meeting := Meeting{tally: tally}
	counts := meeting.counts(windowCounts{}, requests)
	if counts.WebsocketsOpened != 1 || counts.APIRequests != 1 || counts.APIErrors != 1 {
		t.Errorf("counts %+v", counts)
	}
	if groups := tally.Errors(); len(groups) != 1 || groups[0] != (record.ErrorGroup{What: "api websocket", Count: 1, Example: "refused"}) {
		t.Errorf("errors %+v", groups)
	}
}
