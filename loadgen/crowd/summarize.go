package crowd

import (
	"time"

	"gomeet/loadgen/histogram"
	"gomeet/loadgen/record"
)

// summarize puts together what is known now; the loop has ended.
func (c *Crowd) summarize() *record.Result {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	now := time.Now().UnixMilli()
	for i := range c.phases {
		if c.phases[i].EndedAt == 0 {
			c.phases[i].EndedAt = now
		}
	}
	if c.phases == nil {
		c.phases = []record.Phase{}
	}
	requests := c.tally.Requests()
	return &record.Result{
		Schema: record.ResultSchema, Partial: !c.completed, StartedAt: c.startedAt.UnixMilli(), EndedAt: now,
		Phases: c.phases, Counts: c.counts(requests), Histograms: c.histograms(requests),
		Series: c.monitor.points(), Generator: c.generator(), Errors: c.tally.Errors(),
	}
}

func (c *Crowd) counts(requests record.Requests) map[string]uint64 {
	f := &c.loop.figures
	tickets := uint64(0)
	if issued := requests.ByPlace["ws-ticket"]; issued != nil {
		tickets = issued.Count()
	}
	return map[string]uint64{
		"connectionsRequested": uint64(c.plan.Connections), "connectionsJoined": uint64(f.entered),
		"connectionsHeld": uint64(c.audience.held), "connectionsAnswering": uint64(c.audience.answering),
		"connectionsFailed": uint64(f.failed), "connectionsDropped": uint64(f.dropped), "reconnects": uint64(f.returns),
		"rooms": uint64(len(c.loop.rooms)), "ticketsIssued": tickets, "pingsAnswered": f.pings,
		"logins": uint64(c.logins.Load()), "accessTokensGiven": uint64(c.tokens.given),
		"messagesSent": f.accepted, "messagesRefused": f.refusedLines, "messagesExpected": c.audience.expected,
		"messagesReceived": c.audience.received, "messagesLost": c.audience.missing, "messagesDisordered": f.disordered,
		"framesReceived": f.frames,
		"apiRequests":    uint64(requests.Sent), "apiErrors": uint64(requests.Failed), "refusals": uint64(requests.Refused),
		// Growth of resident memory, as bytes, so that it adds up over processes.
		"generatorMemoryGrowthBytes": uint64(max(c.memoryGrowth(), 0)),
	}
}

func (c *Crowd) histograms(requests record.Requests) map[string]*histogram.Histogram {
	f := &c.loop.figures
	known := map[string]*histogram.Histogram{
		"connectUs": &f.connect, "handshakeUs": &f.handshake, "messageLatencyUs": &f.delivery,
		"messageReplyUs": &f.reply, "sendLatenessUs": &f.lateness, "apiRequestUs": requests.All,
		"ticketUs": requests.ByPlace["ws-ticket"], "apiJoinUs": requests.ByPlace["join"], "apiLoginUs": requests.ByPlace["login"],
	}
	for name, values := range known {
		if values == nil {
			known[name] = &histogram.Histogram{}
		}
	}
	return known
}

// memoryGrowth is what the connections hold in this process: the kernel's part of a socket is not in it.
func (c *Crowd) memoryGrowth() int64 {
	if c.usage.settled.At.IsZero() {
		return 0
	}
	return c.usage.settled.MemoryBytes - c.usage.before.MemoryBytes
}

func (c *Crowd) generator() record.Generator {
	generator := record.Generator{Engine: "epoll", MaxOpenFiles: record.MaxOpenFiles()}
	if p99, ok := c.loop.figures.lateness.Quantile(0.99); ok {
		generator.SendLatenessP99Ms = float64(p99) / 1000
	}
	if !c.usage.holdEnd.At.IsZero() {
		generator.CPUPercentHold = c.usage.holdEnd.CPUPercentSince(c.usage.holdStart)
	}
	if c.audience.held > 0 {
		generator.MemoryBytesPerConnection = float64(c.memoryGrowth()) / float64(c.audience.held)
	}
	return generator
}
