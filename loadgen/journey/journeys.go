package journey

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"gomeet/loadgen/record"
	"gomeet/loadgen/schedule"
)

// Journeys is the load of one process. Its phases are called in order from one goroutine.
type Journeys struct {
	plan     Plan
	schedule *schedule.Schedule
	mix      mix
	idle     chan *user    // the first waits longest
	guests   chan struct{} // holds one token for each newcomer under way
	people   []*user
	newborn  atomic.Int64 // newcomers so far

	figures  *figures
	log      *record.EventLog
	observer Observer

	mutex     sync.Mutex
	phases    []record.Phase
	startedAt time.Time
	usage     struct{ holdBegin, holdEnd record.Usage }
	series    []record.Series
	completed bool
	stop      context.CancelFunc
	close     func() (*record.Result, error)
}

// Observer is told what happens, for k6's own metrics.
type Observer struct{ Second func(Second) }

// New opens the output; it connects to nothing yet.
func New(plan Plan, observer Observer) (*Journeys, error) {
	moments, err := schedule.New(plan.StartRate, plan.Stages)
	if err != nil {
		return nil, err
	}
	if need, limit := uint64(plan.Users.Count+plan.Newcomers.AtOnce+100), record.MaxOpenFiles(); limit > 0 && need > limit {
		return nil, fmt.Errorf("%d users and %d newcomers need about %d open files; this process may have %d", plan.Users.Count, plan.Newcomers.AtOnce, need, limit)
	}
	log, err := record.OpenEventLog(plan.OutputDirectory)
	if err != nil {
		return nil, err
	}
	j := &Journeys{
		plan: plan, schedule: moments, mix: newMix(plan.Journeys), observer: observer, log: log, startedAt: time.Now(),
		idle: make(chan *user, plan.Users.Count), guests: make(chan struct{}, plan.Newcomers.AtOnce), series: newSeries(),
		figures: newFigures(func(group record.ErrorGroup) {
			log.Write("error", record.Fields{"what": group.What, "example": group.Example})
		}),
	}
	j.close = sync.OnceValues(j.finish)
	j.admitUsers()
	ctx, stop := context.WithCancel(context.Background())
	j.stop = stop
	go j.watch(ctx)
	return j, nil
}

func (j *Journeys) admitUsers() {
	for i := range j.plan.Users.Count {
		values := j.values(fmt.Sprintf(j.plan.Users.EmailPattern, j.plan.Users.First+i), i)
		user := newUser(j.plan.APIURL, addressAfter(j.plan.Users.FirstAddress, i), values)
		j.people = append(j.people, user)
		j.idle <- user
	}
}

func (j *Journeys) values(email string, number int) map[string]string {
	values := map[string]string{"email": email, "password": j.plan.Users.Password}
	for name, shared := range j.plan.Shared {
		if len(shared) > 0 {
			values[name] = shared[number%len(shared)]
		}
	}
	return values
}

// Close ends what is under way, writes loadgen.json and returns what is in it. Only the first call does.
func (j *Journeys) Close() (*record.Result, error) { return j.close() }

func addressAfter(first string, offset int) netip.Addr {
	if first == "" {
		return netip.Addr{}
	}
	bytes := netip.MustParseAddr(first).As4()
	number := uint32(bytes[1])<<16 | uint32(bytes[2])<<8 | uint32(bytes[3])
	number = (number + uint32(offset)) & 0xFFFFFF // stays in 127.0.0.0/8
	return netip.AddrFrom4([4]byte{127, byte(number >> 16), byte(number >> 8), byte(number)})
}
