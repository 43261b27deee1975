package meeting

import (
	"fmt"
	"slices"
	"time"

	"gomeet/loadgen/planfile"
)

// Churn says who comes and goes among those who only watch, while publishers and the others stay.
type Churn struct {
	TurnoverPerSecond float64 `json:"turnoverPerSecond"` // people who leave in good order, each second
	TurnoverSeconds   float64 `json:"turnoverSeconds"`
	AwaySeconds       float64 `json:"awaySeconds"` // after which each of them joins late

	VanishShare   float64 `json:"vanishShare"`   // of those who watch: lost at once, without goodbye
	ReturnSeconds float64 `json:"returnSeconds"` // within which all of them come back

	Reconnect Reconnect `json:"reconnect"` // how; empty is Rejoin
}

// Reconnect says what is lost in a storm, and so how those it hits come back.
type Reconnect string

const (
	// Rejoin is after every socket was lost, as when a node dies: the whole way in once more.
	Rejoin Reconnect = "rejoin"
	// Resume is after LiveKit's signalling alone was lost, as when a proxy in front of it restarts: media
	// go on, and a new signalling connection takes the old one's place.
	Resume Reconnect = "resume"
)

func (c *Churn) check(faults *planfile.Faults) {
	faults.Expect(c.TurnoverPerSecond >= 0, "churn.turnoverPerSecond", c.TurnoverPerSecond, "0 or more")
	faults.Expect(c.TurnoverSeconds >= 0, "churn.turnoverSeconds", c.TurnoverSeconds, "0 or more")
	faults.Expect(c.AwaySeconds >= 0, "churn.awaySeconds", c.AwaySeconds, "0 or more")
	faults.Expect(c.VanishShare >= 0 && c.VanishShare <= 1, "churn.vanishShare", c.VanishShare, "0 to 1")
	faults.Expect(c.ReturnSeconds > 0, "churn.returnSeconds", c.ReturnSeconds, "more than 0")
	faults.Expect(slices.Contains([]Reconnect{"", Rejoin, Resume}, c.Reconnect), "churn.reconnect", c.Reconnect, "rejoin or resume")
}

// ChurnCounts are those of a load in which people come and go. Stayed counts are of those who
// did neither, while the others did.
type ChurnCounts struct {
	ParticipantsVanished      int    `json:"participantsVanished"`
	ParticipantsRejoined      int    `json:"participantsRejoined"`
	ParticipantsResumed       int    `json:"participantsResumed"` // of them: without joining anew
	LateJoinersRequested      int    `json:"lateJoinersRequested"`
	LateJoinersJoined         int    `json:"lateJoinersJoined"`
	StayedPacketsExpected     uint64 `json:"stayedPacketsExpected"`
	StayedPacketsLost         uint64 `json:"stayedPacketsLost"`
	StayedVideoTracks         uint64 `json:"stayedVideoTracks"`
	StayedVideoTracksUnfrozen uint64 `json:"stayedVideoTracksUnfrozen"`
	StayedFreezes             uint64 `json:"stayedFreezes"`
	PLIsWhileMoving           uint64 `json:"plisWhileMoving"` // of everyone, returning or staying
}

func (c *ChurnCounts) addStayed(stayed windowCounts) {
	c.StayedPacketsExpected += stayed.packetsExpected
	c.StayedPacketsLost += stayed.packetsLost
	c.StayedVideoTracks += stayed.videoTracks
	c.StayedVideoTracksUnfrozen += stayed.unfrozenVideoTracks
	c.StayedFreezes += stayed.freezes
}

// spread picks a share of participants, evenly from first to last, so that every room has its part.
func spread(from []*participant, share float64) []*participant {
	var picked []*participant
	for i, p := range from {
		if int(float64(i+1)*share+spreadTolerance) > int(float64(i)*share+spreadTolerance) {
			picked = append(picked, p)
		}
	}
	return picked
}

// spreadTolerance keeps 0.1 ten times from being less than 1.
const spreadTolerance = 1e-9

// returned notes one who came back, or why it did not.
func (m *Meeting) returned(p *participant, what string, err error, note func()) {
	if err != nil {
		m.tally.Failure(what, fmt.Errorf("participant %d: %w", p.number, err))
		return
	}
	m.tally.mutex.Lock()
	defer m.tally.mutex.Unlock()
	note()
}

func microseconds(from, to time.Time) int64 { return max(to.Sub(from).Microseconds(), 0) }
