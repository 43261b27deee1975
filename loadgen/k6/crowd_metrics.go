package k6

import (
	"time"

	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/metrics"

	"gomeet/loadgen/crowd"
)

// crowdMetrics are what k6 itself sees of a crowd: a handful of samples a second.
type crowdMetrics struct {
	connections, messages, cpu, memory *metrics.Metric
}

func registerCrowdMetrics(registry *metrics.Registry) (*crowdMetrics, error) {
	m := &crowdMetrics{}
	for _, wanted := range []struct {
		metric  **metrics.Metric
		name    string
		content metrics.ValueType
	}{
		{&m.connections, "gomeet_connections", metrics.Default},
		{&m.messages, "gomeet_messages_per_second", metrics.Default},
		{&m.cpu, "gomeet_crowd_cpu_percent", metrics.Default},
		{&m.memory, "gomeet_crowd_memory", metrics.Data},
	} {
		metric, err := registry.NewMetric(wanted.name, metrics.Gauge, wanted.content)
		if err != nil {
			return nil, err
		}
		*wanted.metric = metric
	}
	return m, nil
}

// observer pushes samples while the virtual user runs; k6 takes none after it.
func (m *crowdMetrics) observer(vu modules.VU) crowd.Observer {
	ctx, samples, tags := vu.Context(), vu.State().Samples, vu.State().Tags.GetCurrentValues().Tags
	return crowd.Observer{Second: func(second crowd.Second) {
		now := time.Now()
		sample := func(metric *metrics.Metric, value float64) metrics.Sample {
			return metrics.Sample{TimeSeries: metrics.TimeSeries{Metric: metric, Tags: tags}, Time: now, Value: value}
		}
		metrics.PushIfNotDone(ctx, samples, metrics.Samples{
			sample(m.connections, float64(second.Connected)), sample(m.messages, second.MessagesPerSecond),
			sample(m.cpu, second.CPUPercent), sample(m.memory, float64(second.MemoryBytes)),
		})
	}}
}
