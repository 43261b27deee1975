package datachannel

import (
	"math/rand/v2"
	"sync"
	"time"

	"gomeet/loadgen/histogram"
)

// Meter measures the data messages of one room. It is safe for concurrent use.
type Meter struct {
	mutex        sync.Mutex
	number       uint32
	participants []*Participant
	settled      bool
	kinds        [kinds]measured
}

// measured is what does not belong to one pair of participants.
type measured struct {
	sent, received, lostByParted uint64
	latency                      histogram.Histogram
}

// Counts are the messages of one kind since the beginning.
type Counts struct {
	Sent     uint64 // by all senders; each goes to every other participant
	Received uint64 // by all participants together, repetitions left out
	// Lost is what did not reach a participant that could have received it. Until Settle it ends at the last
	// message that came, for what is later may still be under way.
	Lost uint64
	// LatencyUs is from the intended moment of sending to the arrival in the receiver's kernel.
	LatencyUs *histogram.Histogram
}

// Since is what was counted after earlier counts of the same meter and kind. A message that was missing
// then and came meanwhile makes up for one that was lost meanwhile; the difference is never below 0.
func (c Counts) Since(earlier Counts) Counts {
	return Counts{
		Sent: c.Sent - earlier.Sent, Received: c.Received - earlier.Received,
		Lost:      c.Lost - min(c.Lost, earlier.Lost),
		LatencyUs: c.LatencyUs.Since(earlier.LatencyUs),
	}
}

// NewMeter makes an empty meter.
func NewMeter() *Meter { return &Meter{number: rand.Uint32()} }

// Participant is one who sends, receives, or both. It is a Handler.
type Participant struct {
	meter     *Meter
	number    uint32
	sent      [kinds]uint32
	heard     map[uint32]*[kinds]arrivals // by the sender's number
	listening bool
	dropped   uint64
}

// Join adds a participant.
func (m *Meter) Join() *Participant {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	p := &Participant{meter: m, number: uint32(len(m.participants)), heard: make(map[uint32]*[kinds]arrivals)}
	m.participants = append(m.participants, p)
	return p
}

// Packet makes the participant's next message of a kind and counts it as sent: the caller sends it at
// once. The intended moment is the schedule's, however late the caller is.
func (p *Participant) Packet(kind Kind, intended time.Time) ([]byte, error) {
	p.meter.mutex.Lock()
	p.sent[kind]++
	p.meter.kinds[kind].sent++
	s := stamp{meter: p.meter.number, sender: p.number, sequence: p.sent[kind], intended: intended}
	p.meter.mutex.Unlock()
	return s.packet(kind)
}

// Opened marks the moment from which the participant can receive.
func (p *Participant) Opened() {
	p.meter.mutex.Lock()
	defer p.meter.mutex.Unlock()
	p.listening = true
	for _, sender := range p.meter.participants {
		for kind, sent := range sender.sent {
			if sent > 0 {
				p.from(sender.number)[kind].from = sent + 1
			}
		}
	}
}

// Received takes a message; one that no participant of this meter has sent is passed over.
func (p *Participant) Received(message Message) {
	s, ok := parseStamp(message)
	p.meter.mutex.Lock()
	defer p.meter.mutex.Unlock()
	if !ok || s.meter != p.meter.number || !p.listening {
		return
	}
	if p.from(s.sender)[message.Kind].record(s.sequence) {
		kind := &p.meter.kinds[message.Kind]
		kind.received++
		kind.latency.Record((message.ArrivalNs - s.intended.UnixNano()) / int64(time.Microsecond))
	}
}

// Dropped counts datagrams that this machine was too busy to take in. SCTP has a reliable message
// repeated; a lossy one is lost, and it is the generator's fault.
func (p *Participant) Dropped(datagrams uint64) {
	p.meter.mutex.Lock()
	defer p.meter.mutex.Unlock()
	p.dropped += datagrams
}

// Part ends the participant's listening: what it misses from now on counts as lost to nobody.
func (p *Participant) Part() {
	p.meter.mutex.Lock()
	defer p.meter.mutex.Unlock()
	if !p.listening {
		return
	}
	for kind := range kinds {
		p.meter.kinds[kind].lostByParted += p.lost(kind)
	}
	p.listening = false
	clear(p.heard)
}

// from is the record of a sender; one that joined later begins with its first message.
func (p *Participant) from(sender uint32) *[kinds]arrivals {
	record, known := p.heard[sender]
	if !known {
		record = &[kinds]arrivals{Reliable: {from: 1}, Lossy: {from: 1}}
		p.heard[sender] = record
	}
	return record
}

// lost is what the participant misses of everybody else's messages.
func (p *Participant) lost(kind Kind) (lost uint64) {
	for _, sender := range p.meter.participants {
		if sender == p || sender.sent[kind] == 0 {
			continue
		}
		record := &p.from(sender.number)[kind]
		last := record.highest
		if p.meter.settled {
			last = sender.sent[kind]
		}
		lost += record.lost(last)
	}
	return lost
}

// Settle says that all senders have stopped and that what was under way has had its time: from here on
// Lost counts the messages after the last one received, too.
func (m *Meter) Settle() {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.settled = true
}

// Counts reads the figures of one kind.
func (m *Meter) Counts(kind Kind) Counts {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	k := &m.kinds[kind]
	counts := Counts{Sent: k.sent, Received: k.received, Lost: k.lostByParted, LatencyUs: k.latency.Clone()}
	for _, p := range m.participants {
		if p.listening {
			counts.Lost += p.lost(kind)
		}
	}
	return counts
}

// DroppedDatagrams is the sum of what participants were too busy to take in.
func (m *Meter) DroppedDatagrams() (dropped uint64) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for _, p := range m.participants {
		dropped += p.dropped
	}
	return dropped
}
