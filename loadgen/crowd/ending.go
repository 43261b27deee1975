package crowd

import (
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/sys/unix"
)

// end closes a connection that the server or the network ended, and says why.
func (l *loop) end(number int, why error) {
	c := &l.connections[number]
	after, comesBack := l.returning[number]
	wasIn, saidGoodbye, a := c.state == joined, c.state == leaving, c.arrival
	l.close(number)
	switch {
	case saidGoodbye:
	case comesBack && wasIn:
		delete(l.returning, number)
		l.figures.returns++
		at := time.Now().Add(after)
		l.comeBack(arrival{number: number, intended: at}, at)
	case a != nil && asksForLater(why) && a.refusals < maxRefusals:
		// Its time still counts from when it should have set out.
		l.tally.Refused("websocket", closeTryLater)
		again := arrival{number: number, intended: a.intended, refusals: a.refusals + 1}
		l.comeBack(again, time.Now().Add(time.Second+rand.N(2*time.Second)))
	case wasIn:
		l.figures.dropped++
		l.tally.Failure("websocket ended", fmt.Errorf("connection %d: %w", l.plan.FirstConnection+number, why))
	default:
		l.fail("websocket entrance", number, why)
	}
}

// fail counts a connection that did not come in.
func (l *loop) fail(what string, number int, err error) {
	l.figures.failed++
	l.tally.Failure(what, fmt.Errorf("connection %d: %w", l.plan.FirstConnection+number, err))
}

func (l *loop) close(number int) {
	c := &l.connections[number]
	if c.fd < 0 {
		return
	}
	_ = unix.Close(int(c.fd))
	if c.state == joined {
		l.figures.joined--
	}
	delete(l.fragments, number)
	*c = connection{fd: -1}
}

// dropLate gives up connections that the server leaves waiting on their way in.
func (l *loop) dropLate(now time.Time) {
	for number := range l.connections {
		if a := l.connections[number].arrival; a != nil && now.Sub(a.began) > arriveWithin {
			l.end(number, fmt.Errorf("not in the room within %s", arriveWithin))
		}
	}
}
