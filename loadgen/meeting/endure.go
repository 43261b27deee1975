package meeting

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"gomeet/loadgen/planfile"
	"gomeet/loadgen/record"
	"gomeet/loadgen/schedule"
)

// Endure says how long people stay in a room whose platform is being broken.
type Endure struct {
	UntilFile  string  `json:"untilFile"` // they leave when this file is there
	MaxSeconds float64 `json:"maxSeconds"`
}

func (e *Endure) check(faults *planfile.Faults) {
	faults.Expect(e.UntilFile != "", "endure.untilFile", e.UntilFile, "the path of a file")
	faults.Expect(e.MaxSeconds > 0, "endure.maxSeconds", e.MaxSeconds, "more than 0")
}

const (
	// endureLook is how often everyone's media are looked at. With the engine's coalescing of 40 ms a gap is
	// known to about 0.1 s.
	endureLook = 50 * time.Millisecond
	// gapMin is from when on people see that the picture stands still.
	gapMin = 500 * time.Millisecond
	// reenterTimeout bounds one try to come back; a server that hangs must not keep anyone from the next.
	reenterTimeout = 5 * time.Second
	reenterPause   = 250 * time.Millisecond
)

// endurance is what is known of one participant's media.
type endurance struct {
	index     int    // of the subscriber that the packets are counted at
	packets   uint64 // at the last look
	lastMedia time.Time
	returning atomic.Bool
}

// Endure keeps everyone in the room through whatever happens to the platform, until the plan's file is there. Who loses
// the room comes back by itself, as an app does, as often as it takes. Each time without media, from the last look at
// which packets had come to the first at which they came again, becomes a line of the event log: `gap`.
func (m *Meeting) Endure(ctx context.Context) error {
	endure := m.plan.Endure
	if endure == nil {
		return fmt.Errorf("endure: the plan does not say until when")
	}
	return m.phase(ctx, "endure", int(endure.MaxSeconds), nil, func() error {
		end := time.Now().Add(schedule.Seconds(endure.MaxSeconds))
		people := make([]endurance, len(m.participants))
		for i := range people {
			people[i].lastMedia = time.Now()
		}
		var returning sync.WaitGroup
		defer returning.Wait()
		for time.Now().Before(end) && !exists(endure.UntilFile) && schedule.SleepUntil(ctx, time.Now().Add(endureLook)) {
			m.lookAtMedia(people)
			for i, p := range m.participants {
				if p.isWhole() || !people[i].returning.CompareAndSwap(false, true) {
					continue
				}
				returning.Go(func() {
					defer people[i].returning.Store(false)
					m.reenter(ctx, p)
				})
			}
		}
		for i, p := range m.participants {
			if time.Since(people[i].lastMedia) > gapMin {
				m.log.Write("gap", record.Fields{"participant": p.number, "from": people[i].lastMedia.UnixMilli(), "to": nil})
			}
		}
		return nil
	})
}

// lookAtMedia notes to whom packets have come since the last look, and after which time without any.
func (m *Meeting) lookAtMedia(people []endurance) {
	snapshot := m.engine.Snapshot()
	packets := make(map[int]uint64, len(snapshot.Subscribers))
	for _, counts := range snapshot.Subscribers {
		for _, track := range counts.Tracks {
			packets[counts.Index] += track.Packets
		}
	}
	for i, p := range m.participants {
		member, person := p.member(), &people[i]
		if !member.joined {
			continue
		}
		if person.index != member.index {
			person.index, person.packets = member.index, 0
		}
		sum := packets[member.index]
		if sum == person.packets {
			continue
		}
		if snapshot.Time.Sub(person.lastMedia) > gapMin {
			m.log.Write("gap", record.Fields{
				"participant": p.number, "from": person.lastMedia.UnixMilli(), "to": snapshot.Time.UnixMilli(),
			})
		}
		person.packets, person.lastMedia = sum, snapshot.Time
	}
}

// isWhole tells whether a participant has all that it came with: the room, and if it sends, its sending.
func (p *participant) isWhole() bool {
	p.mutex.Lock()
	sending := p.publisher
	p.mutex.Unlock()
	return p.isPresent() && (sending == nil || sending.Err() == nil)
}

// reenter goes the whole way in once more, and sends again. It waits for no media: where all who send have lost the
// room, the first to come back has nobody to see.
func (m *Meeting) reenter(ctx context.Context, p *participant) {
	within, cancel := context.WithTimeout(ctx, reenterTimeout)
	defer cancel()
	p.close()
	p.mutex.Lock()
	p.joined, p.leaving, p.ended = false, false, nil
	p.mutex.Unlock()
	err := m.enterAgain(within, p)
	if err == nil || ctx.Err() != nil {
		return
	}
	p.close()
	p.mutex.Lock()
	p.joined = false
	p.mutex.Unlock()
	m.tally.Failure("come back", fmt.Errorf("participant %d: %w", p.number, err))
	schedule.SleepUntil(ctx, time.Now().Add(reenterPause))
}

func (m *Meeting) enterAgain(ctx context.Context, p *participant) error {
	if !p.api.SignedIn() {
		if err := p.api.Login(ctx, time.Now(), m.plan.email(p.number), m.plan.Accounts.Password); err != nil {
			return err
		}
	}
	if err := m.enter(ctx, p, time.Now()); err != nil {
		return err
	}
	if p.seat >= m.plan.Publishers {
		return nil
	}
	return m.publish(ctx, p)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
