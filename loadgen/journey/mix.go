package journey

import (
	"context"
	"math"
	"time"
)

// mix chooses journeys by weight: not by chance but evenly, so that every run, and every part of it,
// walks the same.
type mix struct {
	journeys []Journey
	upTo     []float64 // sums of weights
}

func newMix(journeys []Journey) mix {
	m := mix{journeys: journeys}
	sum := 0.0
	for _, journey := range journeys {
		sum += journey.Weight
		m.upTo = append(m.upTo, sum)
	}
	return m
}

// at is the journey of arrival i. Multiples of the golden ratio, without their whole part, fill the
// range from 0 to 1 evenly however many there are.
func (m mix) at(i int) *Journey {
	_, fraction := math.Modf(float64(i) * (math.Sqrt(5) - 1) / 2)
	wanted := fraction * m.upTo[len(m.upTo)-1]
	for k := range m.upTo {
		if wanted < m.upTo[k] {
			return &m.journeys[k]
		}
	}
	return &m.journeys[len(m.journeys)-1]
}

// freshSteps are those that users take once and not again for a while, such as signing in.
func freshSteps(journeys []Journey) []Step {
	var steps []Step
	seen := map[string]bool{}
	for _, journey := range journeys {
		for _, step := range journey.Steps {
			if step.FreshSeconds > 0 && !seen[step.Name] && !journey.Newcomer {
				seen[step.Name] = true
				steps = append(steps, step)
			}
		}
	}
	return steps
}

func seconds(value float64) time.Duration { return time.Duration(value * float64(time.Second)) }

// sleepUntil returns false when ctx ended first.
func sleepUntil(ctx context.Context, moment time.Time) bool {
	wait := time.Until(moment)
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
