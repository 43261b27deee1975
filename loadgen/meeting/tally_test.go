package meeting

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestFailuresAreGroupedByKindAndToldOnce(t *testing.T) {
	tally := newTally()
	var told []string
	tally.onError = func(group ErrorGroup) { told = append(told, group.What) }
	for i := range 3 {
		tally.failure("join", fmt.Errorf("participant %d", i))
	}
	tally.failure("leave", errors.New("late"))
	groups := tally.errorGroups()
	if len(groups) != 2 || groups[0] != (ErrorGroup{"join", 3, "participant 0"}) || len(told) != 2 {
		t.Errorf("groups %+v, told %v", groups, told)
	}
}

func TestManyKindsOfFailureStayAShortReport(t *testing.T) {
	tally := newTally()
	for i := range 1000 {
		tally.failure(fmt.Sprintf("kind %d", i), errors.New("x"))
	}
	groups := tally.errorGroups()
	if len(groups) > maxKinds+1 || groups[0].What != "other" || groups[0].Count != 1000-maxKinds {
		t.Errorf("%d groups, first %+v", len(groups), groups[0])
	}
}

func TestRefusalsAreToldOnceAndCountedInAll(t *testing.T) {
	tally := newTally()
	tally.Refused("login", 429)
	tally.Refused("login", 429)
	if first := tally.takeRefusals(); first[refusal{"login", 429}] != 2 {
		t.Errorf("first %v", first)
	}
	tally.Refused("join", 429)
	if second := tally.takeRefusals(); len(second) != 1 || tally.refusalCount() != 3 || tally.apiRequests != 3 {
		t.Errorf("second %v, %d in all, %d requests", second, tally.refusalCount(), tally.apiRequests)
	}
}

func TestWebSocketsAreNoRequests(t *testing.T) {
	tally := newTally()
	tally.Answered("login", 20*time.Millisecond)
	tally.Answered("websocket", time.Millisecond)
	if tally.apiRequests != 1 || tally.sockets != 1 || tally.apiLogin.Count() != 1 || tally.apiRequest.Count() != 1 {
		t.Errorf("tally %+v", tally)
	}
}
