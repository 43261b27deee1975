package record

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestFailuresAreGroupedByKindAndToldOnce(t *testing.T) {
	var told []string
	tally := NewTally(func(group ErrorGroup) { told = append(told, group.What) })
	for i := range 3 {
		tally.Failure("join", fmt.Errorf("participant %d", i))
	}
	tally.Failure("leave", errors.New("late"))
	groups := tally.Errors()
	if len(groups) != 2 || groups[0] != (ErrorGroup{"join", 3, "participant 0"}) || len(told) != 2 {
		t.Errorf("groups %+v, told %v", groups, told)
	}
}

func TestManyKindsOfFailureStayAShortReport(t *testing.T) {
	told := 0
	tally := NewTally(func(ErrorGroup) { told++ })
	for i := range 1000 {
		tally.Failure(fmt.Sprintf("kind %d", i), errors.New("x"))
	}
	groups := tally.Errors()
	if len(groups) != maxKinds+1 || groups[0].What != "other" || groups[0].Count != 1000-maxKinds || told != maxKinds+1 {
		t.Errorf("%d groups, first %+v, %d told", len(groups), groups[0], told)
	}
}

func TestRefusalsAreToldOnceAndCountedInAll(t *testing.T) {
	tally := NewTally(nil)
	tally.Refused("login", 429)
	tally.Refused("login", 429)
	if first := tally.TakeRefusals(); first[Refusal{"login", 429}] != 2 {
		t.Errorf("first %v", first)
	}
	tally.Refused("join", 429)
	requests := tally.Requests()
	if second := tally.TakeRefusals(); len(second) != 1 || requests.Refused != 3 || requests.Sent != 3 {
		t.Errorf("second %v, requests %+v", second, requests)
	}
}

func TestRequestsReadAreNotChangedByLaterOnes(t *testing.T) {
	tally := NewTally(func(ErrorGroup) {})
	tally.Answered("login", 20*time.Millisecond)
	tally.Failed("login", errors.New("500"))
	read := tally.Requests()
	tally.Answered("login", time.Millisecond)
	if read.Sent != 2 || read.Failed != 1 || read.All.Count() != 1 || read.ByPlace["login"].Count() != 1 {
		t.Errorf("requests %+v", read)
	}
}
