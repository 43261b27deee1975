// Package schedule tells when each arrival of an open model is due. The rate may rise and fall in
// stages; the moments are exact, so that latency can count from them however late the generator is.
package schedule

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Stage moves the rate in a straight line from where the stage before ended to Rate, as a stage of
// k6's ramping-arrival-rate does.
type Stage struct {
	Phase   string  `json:"phase"` // what the stage is part of: ramp, hold or fall
	Seconds float64 `json:"seconds"`
	Rate    float64 `json:"rate"` // arrivals a second at its end
}

// Schedule numbers arrivals from 0. It is immutable.
type Schedule struct {
	legs     []leg
	arrivals int
}

type leg struct {
	stage    Stage
	from     float64 // arrivals a second at its beginning
	start    float64 // seconds since the beginning
	arrivals float64 // before it
}

// New refuses stages that are no time at all, or negative rates.
func New(startRate float64, stages []Stage) (*Schedule, error) {
	var faults []error
	if !(startRate >= 0) || math.IsInf(startRate, 0) {
		faults = append(faults, fmt.Errorf("startRate is %g; accepted is 0 or more a second", startRate))
	}
	if len(stages) == 0 {
		faults = append(faults, errors.New("stages are empty; accepted is at least one"))
	}
	s := &Schedule{}
	next := leg{from: startRate}
	for i, stage := range stages {
		if !(stage.Seconds > 0) || math.IsInf(stage.Seconds, 0) {
			faults = append(faults, fmt.Errorf("stages[%d].seconds is %g; accepted is more than 0", i, stage.Seconds))
		}
		if !(stage.Rate >= 0) || math.IsInf(stage.Rate, 0) {
			faults = append(faults, fmt.Errorf("stages[%d].rate is %g; accepted is 0 or more a second", i, stage.Rate))
		}
		next.stage = stage
		s.legs = append(s.legs, next)
		// The area under a straight line: the mean of both rates times the time.
		next.arrivals += (next.from + stage.Rate) / 2 * stage.Seconds
		next.start += stage.Seconds
		next.from = stage.Rate
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	s.arrivals = int(math.Floor(next.arrivals + rounding))
	return s, nil
}

// rounding absorbs the last bits of sums: 0.1 s at 10/s are one arrival, not 0.9999….
const rounding = 1e-9

// Arrivals is how many there are in all stages.
func (s *Schedule) Arrivals() int { return s.arrivals }

// Moment is when arrival i is due, from the beginning, and the phase it belongs to. It solves
// n = from*t + (rate-from)/(2*seconds)*t² for t, in the form that neither divides by a rate that
// does not change nor subtracts what is nearly equal.
func (s *Schedule) Moment(i int) (offset time.Duration, phase string) {
	leg := s.legOf(float64(i))
	n := math.Max(0, float64(i)-leg.arrivals)
	slope := (leg.stage.Rate - leg.from) / leg.stage.Seconds
	root := math.Sqrt(math.Max(0, leg.from*leg.from+2*slope*n))
	t := 0.0
	if n > 0 {
		t = math.Min(2*n/(leg.from+root), leg.stage.Seconds)
	}
	return Seconds(leg.start + t), leg.stage.Phase
}

// legOf is the last one that begins with i or fewer arrivals behind it and has any of its own.
func (s *Schedule) legOf(i float64) leg {
	found := s.legs[0]
	for _, leg := range s.legs {
		if leg.arrivals <= i+rounding && (leg.from > 0 || leg.stage.Rate > 0) {
			found = leg
		}
	}
	return found
}

// Span is one phase: all stages of that name, which follow one another.
type Span struct {
	Phase      string
	Start, End time.Duration
}

// Spans are the phases in their order.
func (s *Schedule) Spans() []Span {
	var spans []Span
	for _, leg := range s.legs {
		end := Seconds(leg.start + leg.stage.Seconds)
		if last := len(spans) - 1; last >= 0 && spans[last].Phase == leg.stage.Phase {
			spans[last].End = end
			continue
		}
		spans = append(spans, Span{Phase: leg.stage.Phase, Start: Seconds(leg.start), End: end})
	}
	return spans
}

// Seconds is a number of seconds of a plan, to the nearest nanosecond.
func Seconds(value float64) time.Duration {
	return time.Duration(math.Round(value * float64(time.Second)))
}
