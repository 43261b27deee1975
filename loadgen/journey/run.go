package journey

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"gomeet/loadgen/schedule"
)

// SignIn makes every user take the steps that stay fresh, at the users' own rate: people are signed
// in when they come, and a thousand of them did not all sign in at the first second.
func (j *Journeys) SignIn(ctx context.Context) error {
	steps := freshSteps(j.plan.Journeys)
	if len(steps) == 0 {
		return nil
	}
	defer j.phase("sign-in")()
	begin := time.Now()
	var walking sync.WaitGroup
	var signedIn atomic.Int64
	for i, user := range j.people {
		due := begin.Add(schedule.Seconds(float64(i) / j.plan.Users.SignInRatePerSecond))
		if !schedule.SleepUntil(ctx, due) {
			break
		}
		walking.Go(func() {
			if j.walk(ctx, user, steps, due, false) == nil {
				signedIn.Add(1)
			}
		})
	}
	walking.Wait()
	if ctx.Err() == nil && signedIn.Load() == 0 {
		return errors.New("sign-in: nobody could sign in; loadgen.json lists the errors")
	}
	return ctx.Err()
}

// Run starts every journey at its moment and waits for the last to end.
func (j *Journeys) Run(ctx context.Context) error {
	begin := j.beginning()
	following, stopFollowing := context.WithCancel(ctx)
	var followed sync.WaitGroup
	followed.Go(func() { j.followPhases(following, begin) })
	var walking sync.WaitGroup
	for i := j.plan.Share.Index; i < j.schedule.Arrivals(); i += j.plan.Share.Of {
		offset, phase := j.schedule.Moment(i)
		due := begin.Add(offset)
		if !schedule.SleepUntil(ctx, due) {
			break
		}
		j.begin(ctx, &walking, j.mix.at(i), due, phase == "hold")
	}
	spans := j.schedule.Spans()
	schedule.SleepUntil(ctx, begin.Add(spans[len(spans)-1].End))
	walking.Wait()
	stopFollowing()
	followed.Wait()
	j.mutex.Lock()
	j.completed = ctx.Err() == nil
	j.mutex.Unlock()
	return ctx.Err()
}

// beginning is now, or for one of several processes the moment at which all have signed in: it
// follows from the plan, so that they need not talk to each other.
func (j *Journeys) beginning() time.Time {
	if j.plan.Share.Of == 1 {
		return time.Now()
	}
	start := time.UnixMilli(j.plan.StartAt)
	if len(freshSteps(j.plan.Journeys)) > 0 {
		const lastAnswers = 3 * time.Second
		start = start.Add(schedule.Seconds(math.Ceil(float64(j.plan.Users.Count)/j.plan.Users.SignInRatePerSecond)) + lastAnswers)
	}
	// The rest of the load's moments is on the monotonic clock, whatever becomes of the other.
	return time.Now().Add(time.Until(start))
}

// begin lets the next one who is free walk. When nobody is, the journey is dropped and counted: it
// is a load that was asked for and not put on.
func (j *Journeys) begin(ctx context.Context, walking *sync.WaitGroup, chosen *Journey, due time.Time, held bool) {
	walker, release := j.nextUser, func(u *user) { j.idle <- u }
	if chosen.Newcomer {
		walker, release = j.nextNewcomer, func(u *user) { u.close(); <-j.guests }
	}
	user := walker()
	if user == nil {
		j.figures.drop()
		return
	}
	walking.Go(func() {
		j.figures.start(due, time.Now(), held)
		err := j.walk(ctx, user, chosen.Steps, due, held)
		if ctx.Err() == nil {
			j.figures.end(due, held, err)
		}
		release(user)
	})
}

func (j *Journeys) nextUser() *user {
	select {
	case user := <-j.idle:
		return user
	default:
		return nil
	}
}

func (j *Journeys) nextNewcomer() *user {
	select {
	case j.guests <- struct{}{}:
	default:
		return nil
	}
	number := int(j.newborn.Add(1)-1)*j.plan.Share.Of + j.plan.Share.Index
	values := j.values(fmt.Sprintf(j.plan.Newcomers.EmailPattern, number), number)
	return newUser(j.plan.APIURL, addressAfter(j.plan.Newcomers.FirstAddress, number), values)
}

// walk takes the steps one after the other. The first is due at the journey's moment, each later one
// when the answer that it waited for was there.
func (j *Journeys) walk(ctx context.Context, user *user, steps []Step, due time.Time, held bool) error {
	own := map[string]string{}
	for i := range steps {
		step := &steps[i]
		if user.isFresh(step) {
			continue
		}
		sent := time.Now()
		err := user.take(ctx, step, own)
		if ctx.Err() != nil {
			return ctx.Err() // interrupted: the answer that is missing is nobody's fault
		}
		answered := time.Now()
		j.figures.request(step.Name, timing{due: due, sent: sent, answered: answered}, held, err)
		if err != nil {
			return err
		}
		due = answered
	}
	return nil
}
