package meeting

import (
	"context"
	"time"
)

// comeBack enters again after a goodbye or a loss and waits for the first frame. A token that
// ran out is renewed first.
func (m *Meeting) comeBack(ctx context.Context, p *participant, intended time.Time) (media time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	p.mutex.Lock()
	p.joined, p.leaving, p.ended = false, false, nil
	p.mutex.Unlock()
	if !p.api.SignedIn() {
		if err := p.api.Login(ctx, intended, m.plan.email(p.number), m.plan.Accounts.Password); err != nil {
			return time.Time{}, err
		}
	}
	if err := m.enter(ctx, p, intended); err != nil {
		return time.Time{}, err
	}
	return awaitMedia(ctx, p.subscriber, p.subscriber.FirstFrame)
}
