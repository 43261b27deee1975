package capture

import "testing"

func TestPlacesGoToThoseWhoWaitedLongest(t *testing.T) {
	places := slots{limit: 2}
	if !places.take("a") || !places.take("b") || places.take("c") || places.take("d") || !places.take("a") {
		t.Fatal("two of two places are given, each once")
	}
	if _, moved := places.leave("c"); moved {
		t.Error("whoever only waited had no place to leave")
	}
	if next, moved := places.leave("a"); !moved || next != "d" {
		t.Errorf("the place goes to %q", next)
	}
	if _, moved := places.leave("nobody"); moved {
		t.Error("nobody left")
	}
}
