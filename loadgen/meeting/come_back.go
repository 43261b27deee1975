package meeting

import (
	"context"
	"fmt"
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
	return p.awaitFirstFrame(ctx)
}

// framePoll is how often a returning participant is looked at. The frame's own moment is the
// kernel's, so looking late makes nothing seem slower.
const framePoll = 20 * time.Millisecond

func (p *participant) awaitFirstFrame(ctx context.Context) (time.Time, error) {
	for {
		if at, ok := p.subscriber.FirstFrame(); ok {
			return at, nil
		}
		select {
		case <-p.subscriber.Done():
			return time.Time{}, p.subscriber.Err()
		default:
		}
		if !sleepUntil(ctx, time.Now().Add(framePoll)) {
			return time.Time{}, fmt.Errorf("no frame came: %w", ctx.Err())
		}
	}
}
