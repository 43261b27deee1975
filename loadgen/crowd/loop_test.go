package crowd

import (
	"testing"
	"time"
)

func TestAnEndedLoopTakesNoWorkAndLeavesNobodyWaiting(t *testing.T) {
	l, err := newLoop(&Plan{APIURL: "http://127.0.0.1:9", Connections: 1, RoomSize: 1}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var inLoop, after bool
	l.call(func() { inLoop = true })
	l.stop()
	if l.do(func() { t.Error("an ended loop ran something") }) {
		t.Error("an ended loop took work")
	}
	l.call(func() { after = true })
	if !inLoop || !after {
		t.Errorf("a call ran %v before the end and %v after it", inLoop, after)
	}
}

func TestAnInterruptedChatSaysWhatWasDueAndNoMore(t *testing.T) {
	begins := time.Unix(1_700_000_000, 0)
	c := chat{begins: begins, ends: begins.Add(time.Minute), step: time.Second}
	c.endBy(begins.Add(1500 * time.Millisecond))
	c.endBy(begins.Add(time.Hour))
	var said int
	for ; c.isOn(); c.next++ {
		said++
	}
	if said != 2 {
		t.Errorf("%d lines, expected those due at 0 and 1 s", said)
	}
}
