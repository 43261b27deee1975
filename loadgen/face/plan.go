package face

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Kind is a way to reach the media server.
type Kind string

// The kinds of face. Direct is what participants without a face have too.
const (
	Direct Kind = "direct"
	TURN   Kind = "turn"  // every datagram goes through a TURN server
	TURNS  Kind = "turns" // the same inside TLS, as where nothing but HTTPS is let out
	TCP    Kind = "tcp"   // media over the server's ICE-TCP port, as where UDP is blocked
	Lossy  Kind = "lossy" // datagrams are lost, in both directions
	Slow   Kind = "slow"  // datagrams are late, or the line is narrow, in both directions
)

var kinds = []Kind{Direct, TURN, TURNS, TCP, Lossy, Slow}

// Options are one entry of a plan's faces.
type Options struct {
	Kind        Kind        `json:"kind"`
	Share       float64     `json:"share"`       // of all participants, 0 to 1
	LossPercent float64     `json:"lossPercent"` // lossy: of each direction
	DelayMs     float64     `json:"delayMs"`     // slow, lossy: of each direction
	RateKbps    float64     `json:"rateKbps"`    // slow: of each direction, 0 is unlimited
	TURN        *TURNServer `json:"turn"`        // turn, turns: null takes the one that LiveKit names to the participant
	Authority   string      `json:"authority"`   // turns: PEM file of who signed its certificate; empty trusts whom the machine trusts
}

func (k Kind) relays() bool { return k == TURN || k == TURNS }

// TURNServer is a TURN server.
type TURNServer struct {
	Address    string `json:"address"` // host:port
	Username   string `json:"username"`
	Credential string `json:"credential"`
}

// Check returns a sentence for each entry that cannot be had, and none for a plan that can.
func Check(faces []Options) (wrong []string) {
	total := 0.0
	for i, face := range faces {
		say := func(format string, values ...any) {
			wrong = append(wrong, fmt.Sprintf("faces[%d]", i)+fmt.Sprintf(format, values...))
		}
		if !slices.Contains(kinds, face.Kind) {
			say(".kind is %q: accepted are %s", face.Kind, strings.Trim(fmt.Sprint(kinds), "[]"))
		}
		if face.Share < 0 || face.Share > 1 || math.IsNaN(face.Share) {
			say(".share is %v: accepted is 0 to 1", face.Share)
		}
		if face.LossPercent < 0 || face.LossPercent > 100 || (face.Kind == Lossy && face.LossPercent == 0) {
			say(".lossPercent is %v: accepted is more than 0 (kind lossy) and at most 100", face.LossPercent)
		}
		if face.DelayMs < 0 || face.RateKbps < 0 || (face.Kind == Slow && face.DelayMs == 0 && face.RateKbps == 0) {
			say(".delayMs is %v, rateKbps %v: accepted is 0 or more, and for kind slow one of them more than 0", face.DelayMs, face.RateKbps)
		}
		if face.TURN != nil && (!face.Kind.relays() || !strings.Contains(face.TURN.Address, ":")) {
			say(".turn is for kinds turn and turns, and has an address such as 10.0.0.1:3478")
		}
		if face.Authority != "" && face.Kind != TURNS {
			say(".authority is for kind turns")
		}
		total += face.Share
	}
	if total > 1+1e-9 {
		wrong = append(wrong, fmt.Sprintf("the shares of faces add up to %v: at most 1", total))
	}
	return wrong
}

// goldenFraction spreads numbers evenly over 0..1: the first n participants hold each face's share
// to within two of them, whatever n is.
const goldenFraction = 0.6180339887498949

// pick is the entry of participant number; direct when it has none.
func pick(faces []Options, number int) Options {
	_, position := math.Modf(float64(number+1) * goldenFraction)
	for _, face := range faces {
		if position < face.Share {
			return face
		}
		position -= face.Share
	}
	return Options{Kind: Direct}
}
