package crowd

import (
	"fmt"
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
		l.figures.returns++
		at := time.Now().Add(after)
		l.comeBack(arrival{number: number, intended: at}, at)
	case wasIn:
		l.figures.dropped++
		l.tally.Failure("websocket ended", fmt.Errorf("connection %d: %w", l.plan.FirstConnection+number, why))
	case a != nil:
		a.outcome <- why
	}
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
	delete(l.returning, number)
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
