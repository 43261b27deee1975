package k6

import (
	"time"

	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/metrics"

	"gomeet/loadgen/meeting"
)

// roomMetrics are what k6 itself sees: one sample per join and first frame, and a handful a
// second. Packets are far too many for k6's trends, which keep every sample; their exact
// histograms are in loadgen.json.
type roomMetrics struct {
	joins, packets                        *metrics.Metric
	joinDuration, firstFrame              *metrics.Metric
	joined, lost, megabits, cpu, videoP95 *metrics.Metric
}

func registerMetrics(registry *metrics.Registry) (*roomMetrics, error) {
	room := &roomMetrics{}
	for _, wanted := range []struct {
		metric  **metrics.Metric
		name    string
		kind    metrics.MetricType
		content metrics.ValueType
	}{
		{&room.joins, "gomeet_joins", metrics.Counter, metrics.Default},
		{&room.packets, "gomeet_packets_received", metrics.Counter, metrics.Default},
		{&room.joinDuration, "gomeet_join_duration", metrics.Trend, metrics.Time},
		{&room.firstFrame, "gomeet_first_frame", metrics.Trend, metrics.Time},
		{&room.joined, "gomeet_participants", metrics.Gauge, metrics.Default},
		{&room.lost, "gomeet_packets_lost", metrics.Gauge, metrics.Default},
		{&room.megabits, "gomeet_receive_mbps", metrics.Gauge, metrics.Default},
		{&room.cpu, "gomeet_generator_cpu_percent", metrics.Gauge, metrics.Default},
		{&room.videoP95, "gomeet_video_latency_p95", metrics.Gauge, metrics.Time},
	} {
		metric, err := registry.NewMetric(wanted.name, wanted.kind, wanted.content)
		if err != nil {
			return nil, err
		}
		*wanted.metric = metric
	}
	return room, nil
}

// observer pushes samples while the virtual user runs; k6 takes none after it.
func (m *roomMetrics) observer(vu modules.VU) meeting.Observer {
	ctx, samples, tags := vu.Context(), vu.State().Samples, vu.State().Tags.GetCurrentValues().Tags
	push := func(values ...metrics.Sample) {
		now := time.Now()
		for i := range values {
			values[i].Time, values[i].Tags = now, tags
		}
		metrics.PushIfNotDone(ctx, samples, metrics.Samples(values))
	}
	sample := func(metric *metrics.Metric, value float64) metrics.Sample {
		return metrics.Sample{TimeSeries: metrics.TimeSeries{Metric: metric}, Value: value}
	}
	return meeting.Observer{
		Joined: func(duration time.Duration) {
			push(sample(m.joins, 1), sample(m.joinDuration, metrics.D(duration)))
		},
		FirstFrame: func(duration time.Duration) { push(sample(m.firstFrame, metrics.D(duration))) },
		Second: func(second meeting.Second) {
			push(
				sample(m.packets, float64(second.Packets)), sample(m.joined, float64(second.Joined)),
				sample(m.lost, float64(second.Lost)), sample(m.megabits, second.ReceiveMbps),
				sample(m.cpu, second.CPUPercent), sample(m.videoP95, metrics.D(second.VideoLatencyP95)),
			)
		},
	}
}
