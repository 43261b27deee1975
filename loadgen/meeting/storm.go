package meeting

import (
	"context"
	"slices"
	"sync"
	"time"

	"gomeet/loadgen/schedule"
	"gomeet/loadgen/subscriber"
)

// Turnover lets people leave in good order at a rate, each at its intended moment, and join late
// after their time away, while the others stay and are measured. Half of those who watch take
// turns, so that the other half stays.
func (m *Meeting) Turnover(ctx context.Context) error {
	churn := m.plan.Churn
	count := int(churn.TurnoverPerSecond * churn.TurnoverSeconds)
	movers := spread(m.watching(), 0.5)
	if count == 0 || len(movers) == 0 {
		return nil
	}
	return m.phase(ctx, "turnover", count, &m.tally.churn.LateJoinersJoined, func() error {
		turns := make([]sync.Mutex, len(movers)) // one who is still away cannot leave again yet
		m.whileMoving(ctx, movers, func() {
			paced(ctx, 0, count, churn.TurnoverPerSecond, func(i int, intended time.Time) {
				turn := i % len(movers)
				turns[turn].Lock()
				defer turns[turn].Unlock()
				m.leaveAndJoinLate(ctx, movers[turn], intended.Add(schedule.Seconds(churn.AwaySeconds)))
			})
		})
		return nil
	})
}

func (m *Meeting) leaveAndJoinLate(ctx context.Context, p *participant, back time.Time) {
	m.tally.add(&m.tally.churn.LateJoinersRequested)
	if !p.isPresent() {
		return // it never came, or did not come back
	}
	if err := m.leave(ctx, p); err != nil {
		return // the tally has it from the client
	}
	if !schedule.SleepUntil(ctx, back) {
		return
	}
	media, err := m.comeBack(ctx, p, back)
	if ctx.Err() != nil {
		return
	}
	m.returned(p, "join late", err, func() {
		m.tally.churn.LateJoinersJoined++
		m.tally.lateJoin.Record(microseconds(back, media))
	})
}

// Storm cuts a share of those who watch off at once and without goodbye, and brings all of them back
// evenly within the plan's time, each at its intended moment.
func (m *Meeting) Storm(ctx context.Context) error {
	churn := m.plan.Churn
	lost := slices.DeleteFunc(spread(m.watching(), churn.VanishShare), func(p *participant) bool { return !p.isPresent() })
	if len(lost) == 0 {
		return nil
	}
	return m.phase(ctx, "storm", len(lost), &m.tally.churn.ParticipantsRejoined, func() error {
		m.whileMoving(ctx, lost, func() {
			vanishedAt := time.Now()
			cut := (*participant).close
			if churn.Reconnect == Resume {
				cut = (*participant).breakSignalling
			}
			cutOffAll(lost, cut)
			m.tally.mutex.Lock()
			m.tally.churn.ParticipantsVanished += len(lost)
			m.tally.mutex.Unlock()
			rate := float64(len(lost)) / churn.ReturnSeconds
			paced(ctx, 0, len(lost), rate, func(i int, intended time.Time) {
				back, err := m.reconnect(ctx, lost[i], vanishedAt, intended)
				if ctx.Err() != nil {
					return
				}
				m.returned(lost[i], "rejoin", err, func() {
					m.tally.churn.ParticipantsRejoined++
					if back.resumed {
						m.tally.churn.ParticipantsResumed++
					}
					m.tally.timeToRejoin.Record(microseconds(intended, back.media))
					m.tally.outage.Record(microseconds(back.outageFrom, back.media))
				})
			})
		})
		return nil
	})
}

func cutOffAll(lost []*participant, cut func(*participant)) {
	var cutting sync.WaitGroup
	for _, p := range lost {
		cutting.Go(func() { cut(p) })
	}
	cutting.Wait()
}

// Recover waits as Settle does, for those who came back.
func (m *Meeting) Recover(ctx context.Context) error {
	return m.phase(ctx, "recover", int(m.plan.SettleSeconds), nil, func() error {
		schedule.SleepUntil(ctx, time.Now().Add(schedule.Seconds(m.plan.SettleSeconds)))
		return nil
	})
}

// whileMoving measures those who stay while others move.
func (m *Meeting) whileMoving(ctx context.Context, movers []*participant, move func()) {
	var felt hold
	felt.start = m.edge(ctx)
	move()
	felt.end = m.edge(context.WithoutCancel(ctx))
	for _, room := range m.rooms {
		window := m.windowOf(room, &felt)
		for i, p := range room.members {
			if slices.Contains(movers, p) {
				window.members[i] = member{away: true}
			}
		}
		felt.windows = append(felt.windows, window)
	}
	stayed, _ := felt.counts()
	m.tally.mutex.Lock()
	defer m.tally.mutex.Unlock()
	m.tally.churn.addStayed(stayed)
	m.tally.churn.PLIsWhileMoving += plisSince(felt.start.tracks, felt.end.tracks)
}

// plisSince are the key frames asked for by everyone who is here at the end, also by those who
// were not at the start.
func plisSince(before, after map[int][]subscriber.TrackCounts) uint64 {
	var sum uint64
	for index, tracks := range after {
		for _, track := range tracks {
			sum += track.PLIs - trackIn(before[index], track.TrackSID).PLIs
		}
	}
	return sum
}
