package subscriber

import "testing"

func TestSequenceAccounting(t *testing.T) {
	for _, test := range []struct {
		name                 string
		numbers              []uint16
		received, duplicates uint64
		lost                 int64
	}{
		{"nothing", nil, 0, 0, 0},
		{"in order", []uint16{10, 11, 12}, 3, 0, 0},
		{"across the end of 16 bits", []uint16{65534, 65535, 0, 1}, 4, 0, 0},
		{"one lost", []uint16{10, 11, 13}, 3, 0, 1},
		{"late arrival is no loss", []uint16{10, 12, 11, 13}, 4, 0, 0},
		{"late across the end of 16 bits", []uint16{65535, 1, 0}, 3, 0, 0},
		{"duplicate", []uint16{10, 11, 11, 12}, 3, 1, 0},
		{"overtaken first packet", []uint16{11, 10, 12}, 3, 0, 0},
		{"a single stray jump is ignored", []uint16{10, 30000, 11}, 2, 0, 0},
		{"a confirmed restart keeps the loss before it", []uint16{10, 12, 30000, 30001, 30002}, 2, 0, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			var q sequence
			for _, number := range test.numbers {
				q.record(number)
			}
			if q.received != test.received || q.duplicates != test.duplicates || q.lost() != test.lost {
				t.Errorf("received %d, duplicates %d, lost %d; expected %d, %d, %d",
					q.received, q.duplicates, q.lost(), test.received, test.duplicates, test.lost)
			}
		})
	}
}

func TestRetransmissionFillsOnlyHoles(t *testing.T) {
	var q sequence
	for _, number := range []uint16{100, 101, 104} {
		q.record(number)
	}
	for _, test := range []struct {
		number uint16
		filled bool
	}{{102, true}, {102, false}, {101, false}, {99, false}, {105, false}, {103, true}} {
		if _, filled := q.fill(test.number); filled != test.filled {
			t.Errorf("number %d filled a hole: %v, expected %v", test.number, filled, test.filled)
		}
	}
	if q.lost() != 0 || q.highest != 1<<16+104 {
		t.Errorf("lost %d, highest %d after all holes were filled", q.lost(), q.highest)
	}
}

func TestGapIsReportedOnce(t *testing.T) {
	var q sequence
	q.record(65534)
	if _, kind, gap := q.record(2); kind != arrivalNew || gap != 3 {
		t.Errorf("kind %d, gap %d; expected a new packet after 3 missing", kind, gap)
	}
	if _, kind, gap := q.record(0); kind != arrivalLate || gap != 0 {
		t.Errorf("kind %d, gap %d; expected a late packet", kind, gap)
	}
}
