package meeting

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"gomeet/loadgen/datachannel"
)

// room is one of the plan's rooms with those who belong to it.
type room struct {
	number  int // counted from 1 over all processes
	name    string
	id      string
	isOurs  bool // opened by its host here, who therefore ends it
	members []*participant
	meter   *datachannel.Meter // of those who send data messages
}

// newRooms seats everyone: participant i of room r is number r*participants+i of all.
func newRooms(plan *Plan) []*room {
	rooms := make([]*room, plan.rooms())
	for r := range rooms {
		rooms[r] = &room{number: max(plan.FirstRoom, 1) + r, name: plan.Room.Name, id: plan.Room.ID, meter: datachannel.NewMeter()}
		if plan.isNumbered() {
			rooms[r].name = fmt.Sprintf("%s %d", plan.Room.Name, rooms[r].number)
		}
	}
	return rooms
}

// openRooms lets each host, who is the first participant of a room, open it. A room that cannot
// be opened is counted and stays empty; only when none can, that is an error.
func (m *Meeting) openRooms(ctx context.Context) error {
	paced(ctx, 0, len(m.rooms), m.plan.JoinRatePerSecond, func(r int, _ time.Time) {
		room := m.rooms[r]
		host := room.members[0]
		if room.id != "" || !host.signedIn {
			return
		}
		defer host.api.Rest()
		id, err := host.api.CreateRoom(ctx, room.name, m.plan.Participants)
		if err != nil {
			if ctx.Err() == nil {
				m.tally.Failure("open room", fmt.Errorf("room %d: %w", room.number, err))
			}
			return
		}
		room.id, room.isOurs = id, true
	})
	for _, room := range m.rooms {
		if room.id != "" {
			return nil
		}
	}
	return errors.New("no room could be opened" + m.firstError())
}

// endRooms ends the meetings that were opened here, so that nothing of the load stays behind. A
// host whose token has run out signs in anew.
func (m *Meeting) endRooms(ctx context.Context) {
	var ending sync.WaitGroup
	for _, room := range m.rooms {
		if !room.isOurs {
			continue
		}
		ending.Go(func() {
			host := room.members[0]
			defer host.api.Close()
			if !host.api.SignedIn() && host.api.Login(ctx, time.Now(), m.plan.email(host.number), m.plan.Accounts.Password) != nil {
				return // the tally has it from the client
			}
			if host.api.EndRoom(ctx, room.id) == nil {
				room.isOurs = false
			}
		})
	}
	ending.Wait()
}

// inJoinOrder are the participants as they come: the first of every room, then the second of
// every room. All rooms fill alike, and publishers, who are first in each, are there before
// the others.
func (m *Meeting) inJoinOrder() []*participant {
	order := make([]*participant, 0, len(m.participants))
	for seat := range m.plan.Participants {
		for _, room := range m.rooms {
			order = append(order, room.members[seat])
		}
	}
	return order
}

// publishing are the participants with a camera, of all rooms.
func (m *Meeting) publishing() []*participant {
	return m.inJoinOrder()[:m.plan.rooms()*m.plan.Publishers]
}

// watching are all others.
func (m *Meeting) watching() []*participant {
	return m.inJoinOrder()[m.plan.rooms()*m.plan.Publishers:]
}
