package meeting

import (
	"testing"

	"gomeet/loadgen/subscriber"
)

func TestALossIsDividedByTheServersReports(t *testing.T) {
	before := subscriber.TrackCounts{Lost: 1, Repaired: 1, ServerSent: 100, ServerSentArrived: 98}
	for name, c := range map[string]struct {
		after    subscriber.TrackCounts
		expected lossOrigin
	}{
		"all on the way":           {subscriber.TrackCounts{Lost: 3, Repaired: 9, ServerSent: 600, ServerSentArrived: 588}, lossOrigin{10, 10, 0}},
		"some before":              {subscriber.TrackCounts{Lost: 3, Repaired: 9, ServerSent: 600, ServerSentArrived: 592}, lossOrigin{10, 6, 4}},
		"no gap, packets blurred":  {subscriber.TrackCounts{Lost: 1, Repaired: 1, ServerSent: 600, ServerSentArrived: 595}, lossOrigin{0, 0, 0}},
		"more came than were sent": {subscriber.TrackCounts{Lost: 2, Repaired: 1, ServerSent: 600, ServerSentArrived: 600}, lossOrigin{1, 0, 1}},
		"overtaken is not lost":    {subscriber.TrackCounts{Lost: 1, Repaired: 6, Overtaken: 5, ServerSent: 600, ServerSentArrived: 598}, lossOrigin{0, 0, 0}},
		"no report since":          {subscriber.TrackCounts{Lost: 3, Repaired: 1, ServerSent: 100, ServerSentArrived: 98}, lossOrigin{2, 0, 0}},
	} {
		if got := difference(c.after, before).origin; got != c.expected {
			t.Errorf("%s: %+v, expected %+v", name, got, c.expected)
		}
	}
}
