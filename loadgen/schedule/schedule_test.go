package schedule

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestAConstantRateIsEvenlySpaced(t *testing.T) {
	s, err := New(1000, []Stage{{"hold", 10, 1000}})
	if err != nil || s.Arrivals() != 10_000 {
		t.Fatalf("arrivals %d, error %v", s.Arrivals(), err)
	}
	for _, i := range []int{0, 1, 4999, 9999} {
		if offset, phase := s.Moment(i); offset != time.Duration(i)*time.Millisecond || phase != "hold" {
			t.Errorf("arrival %d is due at %s in %s", i, offset, phase)
		}
	}
}

func TestARampIsTheInverseOfItsArea(t *testing.T) {
	// 0 to 100/s in 10 s: 5 t² arrivals after t seconds; then 100/s; then down to 0 in 10 s.
	s, err := New(0, []Stage{{"ramp", 10, 100}, {"hold", 5, 100}, {"fall", 10, 0}})
	if err != nil || s.Arrivals() != 1500 {
		t.Fatalf("arrivals %d, error %v", s.Arrivals(), err)
	}
	for _, test := range []struct {
		i       int
		seconds float64
		phase   string
	}{
		{0, 0, "ramp"}, {5, 1, "ramp"}, {125, 5, "ramp"}, {499, math.Sqrt(499.0 / 5), "ramp"},
		{500, 10, "hold"}, {750, 12.5, "hold"},
		// Falling, u seconds before the end 5 u² are left: 1000+375 leave 125, which are 5 s.
		{1000, 15, "fall"}, {1375, 20, "fall"},
	} {
		offset, phase := s.Moment(test.i)
		if math.Abs(offset.Seconds()-test.seconds) > 1e-6 || phase != test.phase {
			t.Errorf("arrival %d is due at %s in %s, want %g s in %s", test.i, offset, phase, test.seconds, test.phase)
		}
	}
}

func TestMomentsNeverGoBack(t *testing.T) {
	s, err := New(3, []Stage{{"ramp", 0.7, 40}, {"ramp", 2, 0}, {"ramp", 1, 0}, {"hold", 0.5, 333}, {"fall", 3, 1}})
	if err != nil {
		t.Fatal(err)
	}
	before := time.Duration(-1)
	for i := range s.Arrivals() {
		offset, _ := s.Moment(i)
		if offset < before || offset > 7200*time.Millisecond {
			t.Fatalf("arrival %d is due at %s, the one before at %s", i, offset, before)
		}
		before = offset
	}
}

func TestStagesOfAPhaseAreOneSpan(t *testing.T) {
	s, err := New(0, []Stage{{"ramp", 1, 5}, {"ramp", 2, 5}, {"hold", 3, 5}})
	if err != nil {
		t.Fatal(err)
	}
	spans := s.Spans()
	if len(spans) != 2 || spans[0] != (Span{"ramp", 0, 3 * time.Second}) || spans[1] != (Span{"hold", 3 * time.Second, 6 * time.Second}) {
		t.Errorf("spans are %v", spans)
	}
}

func TestWhatIsNoScheduleIsNamed(t *testing.T) {
	_, err := New(-1, []Stage{{"hold", 0, 5}, {"fall", 1, math.NaN()}})
	for _, want := range []string{"startRate is -1", "stages[0].seconds is 0", "stages[1].rate is NaN"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say %q", err, want)
		}
	}
	if _, err := New(1, nil); err == nil {
		t.Error("no stages were accepted")
	}
}
