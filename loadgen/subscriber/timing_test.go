package subscriber

import (
	"slices"
	"testing"
	"time"
)

func TestJitterFollowsRFC3550(t *testing.T) {
	var j jitter
	// 20 ms apart by their timestamps at 48 kHz; the third comes 16 ms late, the fourth in time again:
	// D = 0, 16, -16 ms gives J = 0, then 16/16 = 1 ms, then 1 + (16 - 1)/16 = 1.9375 ms.
	for i, arrivalMs := range []int64{0, 20, 56, 60} {
		j.record(arrivalMs*int64(time.Millisecond), uint32(i*960), 48_000)
	}
	if j.valueNs != 1_937_500 || j.inClockUnits(48_000) != 93 {
		t.Errorf("jitter is %v ns, %d units; expected 1,937,500 ns, 93 units", j.valueNs, j.inClockUnits(48_000))
	}
}

func TestJitterAcrossTheTimestampsEnd(t *testing.T) {
	var j jitter
	j.record(0, 0xffffffff-959, 48_000)
	j.record(int64(20*time.Millisecond), 0, 48_000)
	if j.valueNs != 0 {
		t.Errorf("jitter is %v ns for a steady stream", j.valueNs)
	}
}

func TestFreezes(t *testing.T) {
	for _, test := range []struct {
		name    string
		gapsMs  []int64
		count   uint64
		totalMs int64
	}{
		{"steady", []int64{33, 33, 33, 33, 33, 33, 33}, 0, 0},
		{"too few frames to judge", []int64{33, 33, 33, 900}, 0, 0},
		// The mean includes the gap: (9*33 + 300)/10 = 59 ms, so the limit is 59 + 150 = 209 ms.
		{"one freeze", []int64{33, 33, 33, 33, 33, 33, 33, 33, 33, 300}, 1, 300},
		// (9*33 + 180)/10 = 47 ms, limit 197 ms.
		{"a hitch is no freeze", []int64{33, 33, 33, 33, 33, 33, 33, 33, 33, 180}, 0, 0},
		// (9*200 + 500)/10 = 230 ms, limit max(690, 380) = 690 ms.
		{"slow video needs three times its mean", []int64{200, 200, 200, 200, 200, 200, 200, 200, 200, 500}, 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var f freezes
			now := int64(time.Second)
			f.frame(now)
			for _, gapMs := range test.gapsMs {
				now += gapMs * int64(time.Millisecond)
				f.frame(now)
			}
			if f.count != test.count || f.totalNs != test.totalMs*int64(time.Millisecond) {
				t.Errorf("%d freezes of %d ns together; expected %d of %d ms", f.count, f.totalNs, test.count, test.totalMs)
			}
		})
	}
}

func TestRepairsAskUntilTheyGiveUp(t *testing.T) {
	var r repairs
	r.open(105, 3, 1000) // 102, 103, 104 are missing, to be asked for from 1000 ns on
	if asked, _ := r.due(999, 0, nil); len(asked) != 0 {
		t.Errorf("asked for %v too early", asked)
	}
	r.fill(103)
	now, rounds := int64(1000), 0
	for ; len(r.holes) > 0 && rounds < 100; now += minRequestInterval {
		asked, givenUp := r.due(now, 0, nil)
		if len(asked) > 0 {
			rounds++
			if len(asked) != 2 || asked[0] != 102 || asked[1] != 104 {
				t.Fatalf("asked for %v, expected 102 and 104", asked)
			}
		} else if givenUp != 2 {
			t.Fatalf("gave up %d, expected 2", givenUp)
		}
	}
	if rounds != maxRequests {
		t.Errorf("asked %d times, expected %d", rounds, maxRequests)
	}
	if r.open(10_000, maxMissing+1, 0) {
		t.Error("took on more holes than it can follow")
	}
}

func TestRequestsFollowTheRoundTrip(t *testing.T) {
	for _, test := range []struct {
		roundTripMs int64
		askedAtMs   []int64
	}{
		{3, []int64{0, 40, 80, 120, 160, 200, 240, 280, 320, 360}},
		{150, []int64{0, 150, 300, 450, 600, 750, 900}}, // the next would be due at 1,050 ms
	} {
		var r repairs
		r.open(8, 1, 0)
		var askedAtMs []int64
		for nowMs := int64(0); len(r.holes) > 0 && nowMs < 5000; nowMs += 10 {
			if asked, _ := r.due(nowMs*int64(time.Millisecond), test.roundTripMs*int64(time.Millisecond), nil); len(asked) > 0 {
				askedAtMs = append(askedAtMs, nowMs)
			}
		}
		if !slices.Equal(askedAtMs, test.askedAtMs) {
			t.Errorf("with a round trip of %d ms asked at %v ms, expected %v", test.roundTripMs, askedAtMs, test.askedAtMs)
		}
	}
}
