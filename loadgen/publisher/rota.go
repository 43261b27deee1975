package publisher

import "time"

// Rota says who speaks when: so many speakers take turns of one length, in order and round again.
type Rota struct {
	Start    time.Time
	Speakers int
	Turn     time.Duration
}

// Speaker is the schedule of one microphone, counted from 0, for Options.Speaks. Nobody speaks
// before the start; a number beyond the speakers never does.
func (r Rota) Speaker(number int) func(intended time.Time) bool {
	return func(intended time.Time) bool {
		elapsed := intended.Sub(r.Start)
		return elapsed >= 0 && int(elapsed/r.Turn)%r.Speakers == number
	}
}
