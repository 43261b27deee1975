package crowd

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"gomeet/loadgen/record"
	"gomeet/loadgen/schedule"
)

// Observer is told what a dashboard wants to draw; a nil callback is left out.
type Observer struct {
	// Second is called once a second.
	Second func(Second)
}

// Crowd is many WebSockets on their journey. Its phases are called in order from one goroutine:
// Connect, Hold, Leave; Close writes the result wherever it stopped.
type Crowd struct {
	plan      Plan
	observer  Observer
	log       *record.EventLog
	tally     *record.Tally
	tokens    *tokens
	transport *http.Transport
	loop      *loop
	monitor   *monitor
	startedAt time.Time
	logins    atomic.Int64

	returns    sync.WaitGroup // arrivals that the server asked for
	life       context.Context
	endReturns context.CancelFunc // ends life

	mutex     sync.Mutex // guards what follows
	ctx       context.Context
	phases    []record.Phase
	usage     usages
	audience  audience
	completed bool

	busy    chan struct{} // holds one token while a phase runs
	closing sync.Once
	closed  chan struct{}
	result  *record.Result
	failure error
}

// usages are what the generator used at the moments between which its cost is reckoned.
type usages struct{ before, settled, holdStart, holdEnd record.Usage }

// New checks the plan, its files and that this process may open enough of them; it connects to nothing yet.
func New(plan Plan, observer Observer) (*Crowd, error) {
	if err := plan.check(); err != nil {
		return nil, fmt.Errorf("crowd plan: %w", err)
	}
	if needed, limit := plan.openFilesNeeded(), record.MaxOpenFiles(); limit < needed {
		return nil, fmt.Errorf("%d connections need %d open files, but this process may open %d; raise it with: ulimit -n %d", plan.Connections, needed, limit, needed)
	}
	c := &Crowd{
		plan: plan, observer: observer, startedAt: time.Now(), ctx: context.Background(),
		transport: newTransport(plan.sourceAddress(0)), closed: make(chan struct{}), busy: make(chan struct{}, 1),
	}
	c.life, c.endReturns = context.WithCancel(context.Background())
	var err error
	if c.tokens, err = openTokens(plan.Accounts.AccessTokensFile, plan.FirstConnection, plan.Connections); err != nil {
		return nil, err
	}
	if c.log, err = record.OpenEventLog(plan.OutputDirectory); err != nil {
		c.tokens.close()
		return nil, err
	}
	c.tally = record.NewTally(func(group record.ErrorGroup) {
		c.log.Write("error", record.Fields{"what": group.What, "detail": group.Example})
	})
	if c.loop, err = newLoop(&c.plan, c.tally, c.comeBack); err != nil {
		c.tokens.close()
		_ = c.log.Close()
		return nil, err
	}
	c.monitor = startMonitor(c)
	return c, nil
}

// comeBack is called by the loop: the server asked a connection to come again, at a moment.
func (c *Crowd) comeBack(again arrival, at time.Time) {
	c.mutex.Lock()
	ctx := c.ctx
	c.mutex.Unlock()
	c.returns.Go(func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(c.life, cancel)()
		if schedule.SleepUntil(ctx, at) {
			c.arrive(ctx, again)
		}
	})
}

// phase runs one part of the journey and notes when it began and ended, also when it failed.
func (c *Crowd) phase(ctx context.Context, name string, work func(context.Context) error) error {
	c.busy <- struct{}{}
	defer func() { <-c.busy }()
	select {
	case <-c.closed:
		return fmt.Errorf("%s: the crowd is closed", name)
	default:
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	c.log.Write("phase", record.Fields{"name": name})
	c.monitor.enter(name)
	c.mutex.Lock()
	c.ctx = ctx
	c.phases = append(c.phases, record.Phase{Name: name, StartedAt: time.Now().UnixMilli()})
	c.mutex.Unlock()
	err := work(ctx)
	c.mutex.Lock()
	c.phases[len(c.phases)-1].EndedAt = time.Now().UnixMilli()
	c.mutex.Unlock()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// phaseGrace is how long Close waits for a phase whose context has ended.
const phaseGrace = 2 * time.Second

// Close ends everything that is still open and writes loadgen.json; the result is partial unless the
// crowd was held and left. Later calls return the same.
func (c *Crowd) Close() (*record.Result, error) {
	c.closing.Do(func() {
		select {
		case c.busy <- struct{}{}:
			defer func() { <-c.busy }()
		case <-time.After(phaseGrace):
		}
		close(c.closed)
		c.meet() // whoever waits for this crowd goes on without it
		c.monitor.stop()
		c.loop.stop()
		c.endReturns()
		c.returns.Wait() // the loop has ended and sends nobody back any more
		c.transport.CloseIdleConnections()
		c.tokens.close()
		c.result = c.summarize()
		c.failure = errors.Join(c.log.Close(), record.Write(c.plan.OutputDirectory, c.result))
	})
	<-c.closed
	return c.result, c.failure
}
