package meeting

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gomeet/loadgen/histogram"
	"gomeet/loadgen/record"
	"gomeet/loadgen/schedule"
)

// usages are what the generator used at the moments between which its cost is reckoned.
type usages struct{ beforeJoin, settled, holdStart, holdEnd record.Usage }

// latencies are those of the hold window alone.
type latencies struct{ video, frame, audio, jitter, lateness *histogram.Histogram }

// errRoomLost ends a hold early: there is nothing left to measure.
var errRoomLost = errors.New("every participant has lost the room")

// Hold keeps the room as it is for the plan's time. What is received between its two edges is
// the measurement. An interruption measures up to its moment.
func (m *Meeting) Hold(ctx context.Context) error {
	return m.phase(ctx, "hold", int(m.plan.HoldSeconds), nil, func() error {
		held := &hold{}
		if m.tally.read(&m.tally.joined) == 0 {
			return errors.New("there is nobody in the room" + m.firstError())
		}
		held.start = m.edge(ctx)
		messages := m.dataFigures()
		lateness := m.scheduler.Lateness()
		m.note(func(u *usages, now record.Usage) { u.holdStart = now }, record.MeasureUsage())
		err := m.waitWhileHeld(ctx)
		// The second edge is taken in the same manner even after an interruption: its own wait
		// is a quarter of a second.
		held.end = m.edge(context.WithoutCancel(ctx))
		m.note(func(u *usages, now record.Usage) { u.holdEnd = now }, record.MeasureUsage())
		for _, room := range m.rooms {
			held.windows = append(held.windows, m.windowOf(room, held))
		}
		m.noteLostPublishers()
		messages = m.finishData(ctx, messages)
		m.mutex.Lock()
		defer m.mutex.Unlock()
		m.window, m.data = held, messages
		start, end := held.start.received, held.end.received
		m.latencies = latencies{
			video:  end.VideoLatency.Since(start.VideoLatency),
			frame:  end.FrameLatency.Since(start.FrameLatency),
			audio:  end.AudioLatency.Since(start.AudioLatency),
			jitter: end.Jitter.Since(start.Jitter),
			// Before the hold, whole rooms of handshakes compete with the sender.
			lateness: m.scheduler.Lateness().Since(lateness),
		}
		return err
	})
}

func (m *Meeting) windowOf(room *room, held *hold) *window {
	return &window{
		plan: &m.plan, room: room, tracks: publishedTracks(room), members: room.present(),
		start: &held.start, end: &held.end,
	}
}

// waitWhileHeld looks every second whether there is still somebody in the room.
func (m *Meeting) waitWhileHeld(ctx context.Context) error {
	end := time.Now().Add(schedule.Seconds(m.plan.HoldSeconds))
	for time.Now().Before(end) {
		next := time.Now().Add(time.Second)
		if next.After(end) {
			next = end
		}
		if !schedule.SleepUntil(ctx, next) {
			return nil // the phase reports the interruption
		}
		if !slices.ContainsFunc(m.participants, func(p *participant) bool { return p.isPresent() }) {
			return errRoomLost
		}
	}
	return nil
}

// edge reads what had been sent a moment before, and then at once what has been sent and
// received by now.
func (m *Meeting) edge(ctx context.Context) edge {
	before := m.sent()
	schedule.SleepUntil(ctx, time.Now().Add(edgeGrace))
	return newEdge(before, m.sent(), m.engine.Snapshot())
}

func (m *Meeting) sent() map[layerKey]sentCount {
	counts := map[layerKey]sentCount{}
	for _, room := range m.rooms {
		for _, track := range publishedTracks(room) {
			for _, layer := range track.layers {
				counts[layerKey{track.sid, layer.Layer}] = sentCount{layer.Packets, layer.PayloadBytes}
			}
		}
	}
	return counts
}

func publishedTracks(room *room) []publishedTrack {
	var tracks []publishedTrack
	for _, p := range room.members {
		p.mutex.Lock()
		sending, identity := p.publisher, p.identity
		p.mutex.Unlock()
		if sending == nil {
			continue
		}
		for _, count := range sending.Counts() {
			at := slices.IndexFunc(tracks, func(track publishedTrack) bool { return track.sid == count.TrackSID })
			if at < 0 {
				tracks = append(tracks, publishedTrack{owner: identity, sid: count.TrackSID})
				at = len(tracks) - 1
			}
			tracks[at].layers = append(tracks[at].layers, count)
		}
	}
	return tracks
}

// noteLostPublishers tells why nothing came: to subscribers a publisher that lost its media
// connection looks like a server that fell silent.
func (m *Meeting) noteLostPublishers() {
	for _, p := range m.participants {
		p.mutex.Lock()
		sending := p.publisher
		p.mutex.Unlock()
		if sending == nil {
			continue
		}
		if err := sending.Err(); err != nil {
			m.tally.Failure("publishing lost", fmt.Errorf("participant %d: %w", p.number, err))
		}
	}
}

// present is what the window needs to know of the room's members.
func (r *room) present() []member {
	members := make([]member, len(r.members))
	for i, p := range r.members {
		members[i] = p.member()
	}
	return members
}

func (p *participant) member() member {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !p.joined || p.subscriber == nil {
		return member{}
	}
	ended := p.ended
	if ended == nil {
		ended = p.subscriber.Err()
	}
	return member{joined: true, index: p.subscriber.Index(), ended: ended}
}

func (p *participant) isPresent() bool {
	member := p.member()
	return member.joined && member.ended == nil
}

func (m *Meeting) note(set func(*usages, record.Usage), now record.Usage) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	set(&m.usage, now)
}
