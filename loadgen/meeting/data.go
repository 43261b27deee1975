package meeting

import (
	"context"
	"fmt"
	"time"

	"gomeet/loadgen/datachannel"
	"gomeet/loadgen/histogram"
	"gomeet/loadgen/planfile"
	"gomeet/loadgen/schedule"
)

// DataCounts are those of a load with data messages, in the hold window. A message that one data user sends is
// received once by each of the others in its room; received and lost are sums over these.
type DataCounts struct {
	DataUsers                    int    `json:"dataUsers"`
	DataMessagesSent             uint64 `json:"dataMessagesSent"`
	DataMessagesReceived         uint64 `json:"dataMessagesReceived"`
	DataMessagesLost             uint64 `json:"dataMessagesLost"`
	ReliableDataMessagesReceived uint64 `json:"reliableDataMessagesReceived"`
	ReliableDataMessagesLost     uint64 `json:"reliableDataMessagesLost"`
	// DataDatagramsDropped came in faster than this machine took them: its fault, not the server's.
	DataDatagramsDropped uint64 `json:"dataDatagramsDropped"`
}

// maxDataMessagesPerSecond is what a subscriber can take in while its engine rests.
const maxDataMessagesPerSecond = 10_000

// dataPatience is how long messages are waited for after the last one was sent. Lost lossy ones are waited for
// in vain; SCTP repeats a reliable one after at least a second (RFC 9260, RTO.Min), so it gets three chances.
const dataPatience = 5 * time.Second

const dataPoll = 50 * time.Millisecond

func (p *Plan) checkData(faults *planfile.Faults) {
	faults.Expect(p.DataUsers >= 0 && p.DataUsers != 1 && p.DataUsers <= p.Participants, "dataUsers", p.DataUsers, "0, or 2 to the number of participants")
	faults.Expect(p.Churn == nil || p.DataUsers <= p.Publishers, "dataUsers", p.DataUsers, "at most the publishers, who stay, where people come and go")
	faults.Expect(p.DataMessagesPerSecond > 0 == (p.DataUsers > 0), "dataMessagesPerSecond", p.DataMessagesPerSecond, "more than 0 with data users, and 0 without")
	received := float64(p.DataUsers-1) * p.DataMessagesPerSecond
	faults.Expect(received <= maxDataMessagesPerSecond, "dataMessagesPerSecond", p.DataMessagesPerSecond,
		fmt.Sprintf("so many that each data user receives at most %d a second, not %.0f", maxDataMessagesPerSecond, received))
}

// dataOnlySenders are the data users of a room without a camera: each opens a publishing connection for its messages.
func (p *Plan) dataOnlySenders() int { return max(p.DataUsers-p.Publishers, 0) }

// dataFigures are the data messages of all rooms up to a moment.
type dataFigures struct {
	reliable, lossy datachannel.Counts
	dropped         uint64
}

func (m *Meeting) dataFigures() dataFigures {
	figures := dataFigures{reliable: noDataCounts(), lossy: noDataCounts()}
	for _, room := range m.rooms {
		addDataCounts(&figures.reliable, room.meter.Counts(datachannel.Reliable))
		addDataCounts(&figures.lossy, room.meter.Counts(datachannel.Lossy))
		figures.dropped += room.meter.DroppedDatagrams()
	}
	return figures
}

func noDataCounts() datachannel.Counts {
	return datachannel.Counts{LatencyUs: &histogram.Histogram{}}
}

func addDataCounts(sum *datachannel.Counts, room datachannel.Counts) {
	sum.Sent += room.Sent
	sum.Received += room.Received
	sum.Lost += room.Lost
	sum.LatencyUs.Merge(room.LatencyUs)
}

// finishData stops the messages, waits for those under way, and returns what came of the hold. After an
// interruption it does not wait: what was under way then is not counted as lost.
func (m *Meeting) finishData(ctx context.Context, start dataFigures) dataFigures {
	for _, p := range m.participants {
		p.mutex.Lock()
		if p.publisher != nil {
			p.publisher.StopData()
		}
		p.mutex.Unlock()
	}
	if ctx.Err() == nil {
		m.awaitData(ctx)
	}
	end := m.dataFigures()
	return dataFigures{
		reliable: end.reliable.Since(start.reliable), lossy: end.lossy.Since(start.lossy), dropped: end.dropped - start.dropped,
	}
}

// awaitData ends when no message is missing, or none can be expected any more.
func (m *Meeting) awaitData(ctx context.Context) {
	for _, room := range m.rooms {
		room.meter.Settle()
	}
	for deadline := time.Now().Add(dataPatience); time.Now().Before(deadline); {
		now := m.dataFigures()
		if now.reliable.Lost+now.lossy.Lost == 0 || !schedule.SleepUntil(ctx, time.Now().Add(dataPoll)) {
			return
		}
	}
}

func (m *Meeting) dataCounts() *DataCounts {
	if m.plan.DataUsers == 0 {
		return nil
	}
	reliable, lossy := m.data.reliable, m.data.lossy
	return &DataCounts{
		DataUsers:        m.plan.rooms() * m.plan.DataUsers,
		DataMessagesSent: reliable.Sent + lossy.Sent, DataMessagesReceived: reliable.Received + lossy.Received,
		DataMessagesLost:             reliable.Lost + lossy.Lost,
		ReliableDataMessagesReceived: reliable.Received, ReliableDataMessagesLost: reliable.Lost,
		DataDatagramsDropped: m.data.dropped,
	}
}

// dataLatency is that of both kinds together.
func (m *Meeting) dataLatency() *histogram.Histogram {
	latency := &histogram.Histogram{}
	for _, counts := range []datachannel.Counts{m.data.reliable, m.data.lossy} {
		if counts.LatencyUs != nil {
			latency.Merge(counts.LatencyUs)
		}
	}
	return latency
}
