package crowd

import (
	"strconv"
	"time"
)

// room is what the crowd knows of one of its rooms.
type room struct {
	id   string
	said int    // lines sent, from which the next speaker follows
	last uint32 // the highest sequence that anyone heard or was told
}

// chat is the schedule of lines: every room gets one in each interval, and the rooms take turns so
// that lines are spread evenly. The n-th line is due n steps after the beginning.
type chat struct {
	begins time.Time // zero: nobody speaks
	ends   time.Time
	step   time.Duration
	next   int
}

func (c *chat) isOn() bool { return !c.begins.IsZero() && c.due().Before(c.ends) }

// endBy leaves out what would be due later.
func (c *chat) endBy(moment time.Time) {
	if moment.Before(c.ends) {
		c.ends = moment
	}
}

func (c *chat) due() time.Time { return c.begins.Add(time.Duration(c.next) * c.step) }

// before is the earlier of the next line and another moment.
func (c *chat) before(moment time.Time) time.Time {
	if c.isOn() && c.due().Before(moment) {
		return c.due()
	}
	return moment
}

// sayDue says every line that is due. One that is late is said late and counts from its due moment.
func (l *loop) sayDue(now time.Time) {
	for l.chat.isOn() && !l.chat.due().After(now) {
		due := l.chat.due()
		room := l.chat.next % len(l.rooms)
		l.chat.next++
		l.say(room, due)
		l.figures.lateness.Record(time.Since(due).Microseconds())
	}
}

// say lets the next member of the room speak who is there.
func (l *loop) say(number int, due time.Time) {
	room := &l.rooms[number]
	first, end := l.plan.members(number)
	size := end - first
	for try := range size {
		// 37 is prime to most sizes, so that the speakers are spread over the room and its server's workers.
		speaker := first + (room.said*37+try)%size
		if l.connections[speaker].state != joined {
			continue
		}
		room.said++
		intended := due.Sub(l.epoch)
		err := l.send(speaker, map[string]string{
			"type": "chat", "text": lineText(intended), "ref": strconv.FormatInt(intended.Microseconds(), 10),
		})
		if err != nil {
			l.end(speaker, err)
			continue
		}
		l.figures.said++
		return
	}
}

// accepted is the server's answer to whoever spoke.
func (l *loop) accepted(number int, message *serverMessage) {
	microseconds, err := strconv.ParseInt(message.Ref, 10, 64)
	if err != nil {
		return // not a line of the schedule
	}
	room := &l.rooms[l.plan.roomOf(number)]
	room.last = max(room.last, message.Sequence)
	l.figures.accepted++
	l.figures.reply.Record(time.Since(l.epoch).Microseconds() - microseconds)
}

// heard is one line that reached one member.
func (l *loop) heard(number int, message *serverMessage) {
	c, room := &l.connections[number], &l.rooms[l.plan.roomOf(number)]
	if message.Sequence <= c.sequence {
		l.figures.disordered++ // doubled, or after one that was said later
		return
	}
	c.sequence = message.Sequence
	c.lines++
	room.last = max(room.last, message.Sequence)
	if intended, ok := intendedOf(message.Text); ok {
		l.figures.delivery.Record((time.Since(l.epoch) - intended).Microseconds())
	}
}
