package meeting

import (
	"slices"
	"time"

	"gomeet/loadgen/histogram"
	"gomeet/loadgen/record"
)

// summarize puts together what is known now. Without a hold window its counts are zero.
func (m *Meeting) summarize() *Result {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	now := time.Now().UnixMilli()
	for i := range m.phases {
		if m.phases[i].EndedAt == 0 {
			m.phases[i].EndedAt = now
		}
	}
	result := &Result{
		Schema: record.ResultSchema, Partial: !m.completed, StartedAt: m.startedAt.UnixMilli(), EndedAt: now,
		Phases: m.phases, Series: m.monitor.points(), Errors: m.tally.Errors(),
		Publishers: []PublisherResult{}, Worst: []Miss{}, Rooms: []RoomResult{},
	}
	if result.Phases == nil {
		result.Phases = []record.Phase{}
	}
	for i := range result.Series {
		if result.Series[i].Points == nil {
			result.Series[i].Points = [][2]float64{}
		}
	}
	var counts windowCounts
	if m.window != nil {
		counts, result.Rooms = m.window.counts()
		for _, room := range result.Rooms {
			result.Bandwidth.RoomOutBitsPerSecond = max(result.Bandwidth.RoomOutBitsPerSecond, room.OutBitsPerSecond)
		}
		result.Publishers = m.publisherResults()
		result.Worst = worst(counts.misses, m.plan.isNumbered())
	}
	requests := m.tally.Requests()
	result.Counts = m.counts(counts, requests)
	result.Histograms = m.histograms(requests)
	result.Generator = m.generator(counts)
	return result
}

func (m *Meeting) counts(window windowCounts, requests record.Requests) Counts {
	m.tally.mutex.Lock()
	defer m.tally.mutex.Unlock()
	counts := Counts{
		ParticipantsRequested: m.plan.total(), ParticipantsJoined: m.tally.joined,
		ParticipantsReceiving: window.participantsReceiving,
		TracksExpected:        window.tracksExpected, TracksReceived: window.tracksReceived,
		PacketsExpected: window.packetsExpected, PacketsReceived: window.packetsReceived,
		PacketsLost: window.packetsLost, PacketsLostByGenerator: m.lostByGenerator(),
		PacketsLostBeforeRepair: window.origin.beforeRepair, PacketsLostOnTheWay: window.origin.onTheWay,
		PacketsLostBeforeServerSent: window.origin.beforeSent,
		PacketsLostJoining:          window.packetsLostJoining, PacketsDecrypted: window.decrypted,
		FramesChecked: window.framesChecked, FramesBroken: window.broken,
		Refusals: requests.Refused, APIRequests: requests.Sent, APIErrors: requests.Failed + m.tally.failedSockets,
		WebsocketsOpened: m.tally.sockets, Freezes: window.freezes, NACKs: window.nacks, PLIs: window.plis,
		VideoTracks: window.videoTracks, VideoTracksUnfrozen: window.unfrozenVideoTracks,
	}
	counts.DataCounts = m.dataCounts()
	if len(m.plan.Faces) > 0 {
		carried := m.faces.Carried()
		counts.Carried = &carried
	}
	if m.plan.Churn != nil {
		churn := m.tally.churn
		counts.ChurnCounts = &churn
	}
	for _, room := range m.rooms {
		if slices.ContainsFunc(room.members, func(p *participant) bool { return p.hasJoined() }) {
			counts.Rooms++
		}
	}
	return counts
}

// lostByGenerator is what the whole process was too slow to receive: sockets know no rooms.
func (m *Meeting) lostByGenerator() uint64 {
	if m.window == nil {
		return 0
	}
	return m.window.end.received.Overflows() - m.window.start.received.Overflows()
}

func (m *Meeting) histograms(requests record.Requests) map[string]*histogram.Histogram {
	m.tally.mutex.Lock()
	defer m.tally.mutex.Unlock()
	known := map[string]*histogram.Histogram{
		"timeToJoinUs": m.tally.timeToJoin.Clone(), "timeToFirstFrameUs": m.tally.timeToFirstFrame.Clone(),
		"videoLatencyUs": m.latencies.video, "videoFrameLatencyUs": m.latencies.frame,
		"audioLatencyUs": m.latencies.audio, "jitterUs": m.latencies.jitter,
		"apiRequestUs": requests.All, "apiLoginUs": requests.ByPlace["login"], "apiJoinUs": requests.ByPlace["join"],
		"sendLatenessUs": m.latencies.lateness,
	}
	if m.plan.Churn != nil {
		known["timeToRejoinUs"], known["outageUs"] = m.tally.timeToRejoin.Clone(), m.tally.outage.Clone()
		known["lateJoinUs"] = m.tally.lateJoin.Clone()
	}
	if m.plan.DataUsers > 0 {
		known["dataLatencyUs"] = m.dataLatency()
	}
	for name, values := range known {
		if values == nil {
			known[name] = &histogram.Histogram{}
		}
	}
	return known
}

func (m *Meeting) generator(counts windowCounts) Generator {
	generator := Generator{Engine: string(m.engine.Path()), MaxOpenFiles: record.MaxOpenFiles()}
	if m.window == nil {
		return generator
	}
	if p99, ok := m.latencies.lateness.Quantile(0.99); ok {
		generator.SendLatenessP99Ms = float64(p99) / 1000
	}
	generator.SocketOverflows = m.window.end.received.Overflows()
	generator.CPUPercentHold = m.usage.holdEnd.CPUPercentSince(m.usage.holdStart)
	if received := counts.packetsReceived + counts.paddingPackets; received > 0 {
		used := m.usage.holdEnd.CPU - m.usage.holdStart.CPU
		generator.CPUSecondsPerMillionPackets = used.Seconds() / float64(received) * 1e6
	}
	if joined := m.tally.read(&m.tally.joined); joined > 0 {
		generator.MemoryBytesPerSubscriber = float64(m.usage.settled.MemoryBytes-m.usage.beforeJoin.MemoryBytes) / float64(joined)
		generator.GoroutinesPerSubscriber = float64(m.usage.settled.Goroutines-m.usage.beforeJoin.Goroutines) / float64(joined)
	}
	return generator
}

// publisherResults are the packets that each publisher sent between the edges.
func (m *Meeting) publisherResults() []PublisherResult {
	var results []PublisherResult
	for _, track := range m.window.tracks() {
		if len(results) == 0 || results[len(results)-1].Identity != track.owner {
			results = append(results, PublisherResult{Identity: track.owner})
		}
		last := &results[len(results)-1]
		for _, layer := range track.layers {
			key := layerKey{track.sid, layer.Layer}
			start, end := m.window.start.sent[key], m.window.end.sent[key]
			last.Tracks = append(last.Tracks, TrackResult{
				Kind: layer.Kind, Layer: layer.Layer,
				PacketsSent: end.packets - start.packets, BytesSent: end.bytes - start.bytes,
			})
		}
	}
	return results
}
