package planfile

import (
	"errors"
	"testing"
)

type sample struct {
	People int     `json:"people"`
	Rate   float64 `json:"rate"`
}

func (s *sample) check() error {
	var faults Faults
	faults.Expect(s.People >= 1, "people", s.People, "1 or more")
	faults.Expect(s.Rate > 0, "rate", s.Rate, "more than 0")
	return errors.Join(faults...)
}

func TestAPlanIsReadWhole(t *testing.T) {
	plan, err := Read("sample plan", []byte(`{"people": 5, "rate": 0.5}`), (*sample).check)
	if err != nil || plan != (sample{5, 0.5}) {
		t.Errorf("plan %+v, error %v", plan, err)
	}
}

func TestAWrongPlanIsRefusedWithEveryFaultAndNothingOfIt(t *testing.T) {
	for text, want := range map[string]string{
		`{"people": 5, "rate": 1, "speed": 2}`: `sample plan: json: unknown field "speed"`,
		`{"people": "many"}`:                   "sample plan: json: cannot unmarshal string into Go struct field sample.people of type int",
		`{"people": -1}`:                       "sample plan: people is -1; accepted is 1 or more\nrate is 0; accepted is more than 0",
		``:                                     "sample plan: EOF",
	} {
		plan, err := Read("sample plan", []byte(text), (*sample).check)
		if err == nil || err.Error() != want || plan != (sample{}) {
			t.Errorf("%s: plan %+v, error %v", text, plan, err)
		}
	}
}
