package meeting

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gomeet/loadgen/record"
	"gomeet/loadgen/schedule"
)

// SignIn gets every participant an access token, at the plan's rate. A participant that
// cannot sign in is counted and left out; only when nobody can, that is an error.
func (m *Meeting) SignIn(ctx context.Context) error {
	schedule.SleepUntil(ctx, time.UnixMilli(m.plan.StartAt)) // long past where no common start was agreed
	return m.phase(ctx, "sign-in", len(m.participants), &m.tally.signedIn, func() error {
		paced(ctx, 0, len(m.participants), m.plan.SignInRatePerSecond, func(i int, intended time.Time) {
			p := m.participants[i]
			defer p.api.Rest()
			if err := p.api.Login(ctx, intended, m.plan.email(i), m.plan.Accounts.Password); err != nil {
				return // the tally has it from the client
			}
			p.signedIn = true
			m.tally.add(&m.tally.signedIn)
		})
		if m.tally.read(&m.tally.signedIn) == 0 && ctx.Err() == nil {
			return errors.New("nobody could sign in" + m.firstError())
		}
		return nil
	})
}

// Join opens the rooms and brings everyone in: first the publishers, so that the others find their room as it will
// be, then the rest, each group paced at the plan's rate.
func (m *Meeting) Join(ctx context.Context) error {
	m.note(func(u *usages, now record.Usage) { u.beforeJoin = now }, record.MeasureSettledUsage())
	return m.phase(ctx, "join", len(m.participants), &m.tally.joined, func() error {
		if err := m.openRooms(ctx); err != nil {
			return err
		}
		enter := func(p *participant, intended time.Time) {
			if !p.signedIn || p.room.id == "" {
				return
			}
			err := m.join(ctx, p, intended)
			if err == nil || ctx.Err() != nil {
				return
			}
			m.tally.add(&m.tally.failed)
			m.tally.Failure("join", fmt.Errorf("participant %d: %w", p.number, err))
		}
		for _, group := range [][]*participant{m.publishing(), m.watching()} {
			paced(ctx, 0, len(group), m.plan.JoinRatePerSecond, func(i int, intended time.Time) { enter(group[i], intended) })
		}
		if m.tally.read(&m.tally.joined) == 0 && ctx.Err() == nil {
			return errors.New("nobody could join" + m.firstError())
		}
		return nil
	})
}

// Settle waits until layers, estimates and caches have found their places, then notes when
// each participant saw its first frame.
func (m *Meeting) Settle(ctx context.Context) error {
	return m.phase(ctx, "settle", int(m.plan.SettleSeconds), nil, func() error {
		schedule.SleepUntil(ctx, time.Now().Add(schedule.Seconds(m.plan.SettleSeconds)))
		m.noteFirstFrames()
		m.note(func(u *usages, now record.Usage) { u.settled = now }, record.MeasureSettledUsage())
		return nil
	})
}

// noteFirstFrames leaves publishers out: they were there before there was anything to see.
func (m *Meeting) noteFirstFrames() {
	for _, p := range m.watching() {
		p.mutex.Lock()
		receiving, intended := p.subscriber, p.intended
		p.mutex.Unlock()
		if receiving == nil || intended.IsZero() {
			continue
		}
		at, ok := receiving.FirstFrame()
		if !ok {
			continue
		}
		duration := at.Sub(intended)
		m.tally.mutex.Lock()
		m.tally.timeToFirstFrame.Record(duration.Microseconds())
		m.tally.mutex.Unlock()
		if m.observer.FirstFrame != nil {
			m.observer.FirstFrame(duration)
		}
	}
}

// Leave says goodbye for everyone, twice as fast as they came, since a goodbye is cheaper, and ends the rooms.
func (m *Meeting) Leave(ctx context.Context) error {
	m.monitor.pauseTotals()
	err := m.phase(ctx, "leave", len(m.participants), &m.tally.left, func() error {
		rate := 2 * m.plan.JoinRatePerSecond
		if !m.participants[0].api.SignedIn() {
			rate = m.plan.SignInRatePerSecond // tokens have to be renewed first
		}
		// Those who send leave last, in case somebody still watches.
		order := m.inJoinOrder()
		slices.Reverse(order)
		paced(ctx, 0, len(order), rate, func(i int, _ time.Time) {
			p := order[i]
			p.mutex.Lock()
			joined := p.joined
			p.mutex.Unlock()
			if joined && m.leave(ctx, p) == nil {
				m.tally.add(&m.tally.left)
			}
		})
		m.endRooms(ctx)
		return nil
	})
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.completed = err == nil && m.window != nil
	return err
}

func (m *Meeting) firstError() string {
	groups := m.tally.Errors()
	if len(groups) == 0 {
		return ""
	}
	return ": " + groups[0].Example
}
