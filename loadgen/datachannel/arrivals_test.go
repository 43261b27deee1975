package datachannel

import "testing"

func TestArrivalsCountEachMessageOnce(t *testing.T) {
	for name, test := range map[string]struct {
		from      uint32
		sequences []uint32
		last      uint32
		received  uint64
		lost      uint64
	}{
		"all in order":                        {1, []uint32{1, 2, 3}, 3, 3, 0},
		"one missing":                         {1, []uint32{1, 3}, 3, 2, 1},
		"the last two missing":                {1, []uint32{1, 2}, 4, 2, 2},
		"overtaken":                           {1, []uint32{1, 3, 2}, 3, 3, 0},
		"repeated":                            {1, []uint32{1, 2, 2, 1}, 2, 2, 0},
		"repeated after more than the window": {1, []uint32{1, 100, 1}, 100, 2, 98},
		"what came before the first is not missed":   {5, []uint32{8, 9}, 9, 2, 0},
		"nor counted if it comes late":               {5, []uint32{8, 7, 9}, 9, 2, 0},
		"what was sent before the channels opened":   {5, []uint32{3, 4, 5, 6}, 6, 2, 0},
		"nothing came, three were sent meanwhile":    {5, nil, 7, 0, 3},
		"nothing came, and nothing was sent":         {5, nil, 4, 0, 0},
		"a gap of exactly the window":                {1, []uint32{1, 65, 2}, 65, 3, 62},
		"a sender that this participant never heard": {0, nil, 9, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			a := arrivals{from: test.from}
			for _, sequence := range test.sequences {
				a.record(sequence)
			}
			if a.received != test.received || a.lost(test.last) != test.lost {
				t.Errorf("%d received and %d lost, expected %d and %d", a.received, a.lost(test.last), test.received, test.lost)
			}
		})
	}
}
