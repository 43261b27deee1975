package crowd

import (
	"strings"
	"testing"
)

func TestAWrongPlanIsRefusedWithEveryFault(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"unknown key":      {`{"connection": 5}`, `unknown field "connection"`},
		"schema":           {`{"schema": "x"}`, "schema is x; accepted is gomeet.crowd-plan/v1"},
		"part of a room":   {`{"roomSize": 500, "firstConnection": 250}`, "firstConnection is 250; accepted is a multiple of roomSize (500)"},
		"address":          {`{"sourceAddresses": {"first": "10.0.0.1"}}`, "sourceAddresses.first is 10.0.0.1"},
		"too many numbers": {`{"sourceAddresses": {"first": "127.255.255.250"}, "connections": 10}`, "sourceAddresses.first is 127.255.255.250"},
		"encrypted":        {`{"apiUrl": "https://x"}`, "apiUrl is https://x"},
	} {
		if _, err := ReadPlan([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestAPasswordIsNotShown(t *testing.T) {
	if _, err := ReadPlan([]byte(`{"accounts": {"password": "hunter2-secret"}}`)); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("error is %v", err)
	}
}

func TestRoomsAreWholeAndTheLastMayBeSmaller(t *testing.T) {
	p := Plan{Connections: 1100, RoomSize: 500}
	if p.rooms() != 3 || p.roomOf(999) != 1 || p.roomOf(1000) != 2 {
		t.Errorf("%d rooms", p.rooms())
	}
	if first, end := p.members(2); first != 1000 || end != 1100 {
		t.Errorf("members %d to %d", first, end)
	}
}
