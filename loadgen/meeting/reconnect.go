package meeting

import (
	"context"
	"fmt"
	"time"

	"gomeet/loadgen/schedule"
	"gomeet/loadgen/signal"
	"gomeet/loadgen/subscriber"
)

// comeback is how one who was cut off came back.
type comeback struct {
	resumed    bool // without joining anew
	outageFrom time.Time
	media      time.Time // the first frame after joining anew, or the first packet after the resume's ICE restart
}

// reconnect brings one back who was cut off in a storm. A participant that resumes received media all the
// while: its outage begins with the resume, when the server gives up the old ports. One that the server
// no longer knows joins anew.
func (m *Meeting) reconnect(ctx context.Context, p *participant, vanishedAt, intended time.Time) (comeback, error) {
	if m.plan.Churn.Reconnect == Resume {
		outageFrom := time.Now()
		media, err := m.resume(ctx, p)
		if !signal.MustRejoin(err) {
			return comeback{resumed: true, outageFrom: outageFrom, media: media}, err
		}
		p.close()
	}
	media, err := m.comeBack(ctx, p, intended)
	return comeback{outageFrom: vanishedAt, media: media}, err
}

// resume gives the participant a new signalling connection and waits for media.
func (m *Meeting) resume(ctx context.Context, p *participant) (media time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	p.mutex.Lock()
	receiving, admission, sid := p.subscriber, p.admission, p.sid
	p.mutex.Unlock()
	conn, _, err := signal.Resume(ctx, m.signalOptions(p, admission), sid)
	if err != nil {
		return time.Time{}, fmt.Errorf("resume: %w", err)
	}
	p.mutex.Lock()
	p.signal = conn
	p.mutex.Unlock()
	if err := receiving.Resume(conn); err != nil {
		return time.Time{}, fmt.Errorf("resume: %w", err)
	}
	m.watchSignalling(p, conn)
	return awaitMedia(ctx, receiving, receiving.MediaAgain)
}

// watchSignalling notes when a participant loses its signalling without wanting to.
func (m *Meeting) watchSignalling(p *participant, conn *signal.Conn) {
	conn.OnClose(func(err error) {
		p.mutex.Lock()
		isCurrent := p.signal == conn
		p.mutex.Unlock()
		if isCurrent {
			m.lost(p, "signalling", err)
		}
	})
}

// breakSignalling cuts LiveKit's signalling without goodbye; media and the API's WebSocket stay.
func (p *participant) breakSignalling() {
	p.mutex.Lock()
	conn := p.signal
	p.signal = nil // its end is no loss
	p.mutex.Unlock()
	if conn != nil {
		conn.Break()
		<-conn.Done() // the subscriber knows
	}
}

// framePoll is how often a returning participant is looked at. The frame's own moment is the
// kernel's, so looking late makes nothing seem slower.
const framePoll = 20 * time.Millisecond

// awaitMedia waits until the subscriber can tell a moment at which media came.
func awaitMedia(ctx context.Context, receiving *subscriber.Subscriber, moment func() (time.Time, bool)) (time.Time, error) {
	for {
		if at, ok := moment(); ok {
			return at, nil
		}
		select {
		case <-receiving.Done():
			return time.Time{}, receiving.Err()
		default:
		}
		if !schedule.SleepUntil(ctx, time.Now().Add(framePoll)) {
			return time.Time{}, fmt.Errorf("no media came: %w", ctx.Err())
		}
	}
}
