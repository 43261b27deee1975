package face

import (
	"strings"
	"testing"
)

func TestSharesAreKeptForAnyNumber(t *testing.T) {
	faces := []Options{{Kind: TURN, Share: 0.1}, {Kind: TCP, Share: 0.25}, {Kind: Direct, Share: 0.05}}
	counts := map[Kind]int{}
	for number := range 500 {
		counts[pick(faces, number).Kind]++
		for _, face := range faces[:2] {
			expected := face.Share * float64(number+1)
			if off := float64(counts[face.Kind]) - expected; off > 2 || off < -2 {
				t.Fatalf("of %d participants %d have %s, expected %.1f", number+1, counts[face.Kind], face.Kind, expected)
			}
		}
	}
}

func TestAWrongPlanIsNamed(t *testing.T) {
	for _, c := range []struct {
		face Options
		says string
	}{
		{Options{Kind: "satellite"}, `faces[0].kind is "satellite": accepted are direct turn turns tcp lossy slow`},
		{Options{Kind: TCP, Share: 1.5}, "faces[0].share is 1.5"},
		{Options{Kind: Lossy}, "faces[0].lossPercent is 0"},
		{Options{Kind: Slow}, "faces[0].delayMs is 0, rateKbps 0"},
		{Options{Kind: TURN, TURN: &TURNServer{Address: "here"}}, "faces[0].turn"},
		{Options{Kind: TCP, TURN: &TURNServer{Address: "10.0.0.1:3478"}}, "faces[0].turn"},
		{Options{Kind: TURN, Authority: "authority.pem"}, "faces[0].authority"},
	} {
		if wrong := Check([]Options{c.face}); len(wrong) == 0 || !strings.HasPrefix(wrong[0], c.says) {
			t.Errorf("%+v: %q, expected %q", c.face, wrong, c.says)
		}
	}
	if wrong := Check([]Options{{Kind: TCP, Share: 0.6}, {Kind: TURN, Share: 0.6}}); len(wrong) != 1 {
		t.Errorf("shares of 1.2: %q", wrong)
	}
	if wrong := Check([]Options{{Kind: Slow, Share: 0.5, DelayMs: 100}, {Kind: Lossy, Share: 0.5, LossPercent: 1}}); wrong != nil {
		t.Errorf("a good plan: %q", wrong)
	}
}
