package k6

import (
	"context"
	"time"

	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/metrics"

	"gomeet/loadgen/journey"
)

// journeys is the script's Journeys object. Its methods block the virtual user, as Meeting's do.
type journeys struct {
	vu       modules.VU
	journeys *journey.Journeys
}

func openJourneys(vu modules.VU, metrics *journeyMetrics, planText []byte) (*journeys, error) {
	plan, err := journey.ReadPlan(planText)
	if err != nil {
		return nil, err
	}
	j, err := journey.New(plan, metrics.observer(vu))
	if err != nil {
		return nil, err
	}
	// As for a room: told to stop, k6 interrupts the script, and the partial result is written from here.
	context.AfterFunc(vu.Context(), func() { _, _ = j.Close() })
	return &journeys{vu: vu, journeys: j}, nil
}

// SignIn and Run are the load.
func (j *journeys) SignIn() error { return j.walk(j.journeys.SignIn) }

// Run starts every journey at its moment.
func (j *journeys) Run() error { return j.walk(j.journeys.Run) }

func (j *journeys) walk(phase func(context.Context) error) error {
	ctx := j.vu.Context()
	err := phase(ctx)
	if ctx.Err() != nil {
		_, _ = j.journeys.Close() // the interruption is the error that counts
	}
	return err
}

// Close writes the result, if that is not done, and returns its counts.
func (j *journeys) Close() (*journeysSummary, error) {
	result, err := j.journeys.Close()
	if err != nil {
		return nil, err
	}
	counts := result.Counts
	return &journeysSummary{
		Partial: result.Partial, JourneysRequested: counts["journeysRequested"], JourneysCompleted: counts["journeysCompleted"],
		JourneysFailed: counts["journeysFailed"], JourneysRefused: counts["journeysRefused"], DroppedIterations: counts["droppedIterations"],
	}, nil
}

// journeysSummary is what a script may want to check; loadgen.json has all.
type journeysSummary struct {
	Partial           bool   `js:"partial"`
	JourneysRequested uint64 `js:"journeysRequested"`
	JourneysCompleted uint64 `js:"journeysCompleted"`
	JourneysFailed    uint64 `js:"journeysFailed"`
	JourneysRefused   uint64 `js:"journeysRefused"`
	DroppedIterations uint64 `js:"droppedIterations"`
}

// journeyMetrics are what k6 itself sees of journeys: a handful of samples a second.
type journeyMetrics struct {
	requests, failed, p95, cpu *metrics.Metric
}

func registerJourneyMetrics(registry *metrics.Registry) (*journeyMetrics, error) {
	m := &journeyMetrics{}
	for _, wanted := range []struct {
		metric  **metrics.Metric
		name    string
		kind    metrics.MetricType
		content metrics.ValueType
	}{
		{&m.requests, "gomeet_api_requests", metrics.Counter, metrics.Default},
		{&m.failed, "gomeet_api_journeys_failed", metrics.Counter, metrics.Default},
		{&m.p95, "gomeet_api_response_p95", metrics.Gauge, metrics.Time},
		{&m.cpu, "gomeet_api_cpu_percent", metrics.Gauge, metrics.Default},
	} {
		metric, err := registry.NewMetric(wanted.name, wanted.kind, wanted.content)
		if err != nil {
			return nil, err
		}
		*wanted.metric = metric
	}
	return m, nil
}

// observer pushes samples while the virtual user runs; k6 takes none after it.
func (m *journeyMetrics) observer(vu modules.VU) journey.Observer {
	ctx, samples, tags := vu.Context(), vu.State().Samples, vu.State().Tags.GetCurrentValues().Tags
	return journey.Observer{Second: func(second journey.Second) {
		now := time.Now()
		sample := func(metric *metrics.Metric, value float64) metrics.Sample {
			return metrics.Sample{TimeSeries: metrics.TimeSeries{Metric: metric, Tags: tags}, Time: now, Value: value}
		}
		metrics.PushIfNotDone(ctx, samples, metrics.Samples{
			sample(m.requests, float64(second.Requests)), sample(m.failed, float64(second.Failed)),
			sample(m.p95, metrics.D(second.ResponseP95)), sample(m.cpu, second.CPUPercent),
		})
	}}
}
