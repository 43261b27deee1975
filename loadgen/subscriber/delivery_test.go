package subscriber

import "testing"

func TestDeliveryCountsFromTheFirstReport(t *testing.T) {
	var d delivery
	d.report(1<<32-10, 100) // the count is about to wrap
	if d.sent != 0 || d.arrived != 0 {
		t.Errorf("sent %d and arrived %d after one report, expected none", d.sent, d.arrived)
	}
	d.report(40, 147)
	if d.sent != 50 || d.arrived != 47 {
		t.Errorf("sent %d, arrived %d; expected 50 and 47", d.sent, d.arrived)
	}
}
