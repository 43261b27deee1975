package journey

import (
	"math"
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
