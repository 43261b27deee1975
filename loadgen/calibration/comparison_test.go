package calibration

import (
	"testing"
	"time"

	"gomeet/loadgen/relay"
	"gomeet/loadgen/subscriber"
)

const ms = int64(time.Millisecond)

// at is a moment of the test's clock, and as NTP.
func at(milliseconds int64) (ns int64, ntp uint64) {
	return 1_700_000_000e9 + milliseconds*ms, uint64(1_700_000_000+ntpToUnixSeconds)<<32 + uint64(milliseconds)<<32/1000
}

func TestTheErrorIsThatOfEachPacket(t *testing.T) {
	captured, mark := at(0)
	var records []relay.Record
	var seen []subscriber.PacketSeen
	for i := range uint16(3) {
		sent := captured + int64(i+1)*10*ms
		records = append(records, relay.Record{Direction: relay.ToParticipant, SSRC: 7, Sequence: i, Mark: mark, SentNs: sent})
		seen = append(seen, subscriber.PacketSeen{SSRC: 7, Sequence: i, CaptureNs: captured, ArrivalNs: sent + int64(i)*ms})
	}
	latency := CompareLatency([]Observation{{Packets: seen}}, records)
	if len(latency.Errors) != 3 {
		t.Fatalf("%d packets compared, expected 3", len(latency.Errors))
	}
	for i, expected := range []int64{0, ms, 2 * ms} {
		if off := latency.Errors[i] - expected; off > 1 || off < -1 { // NTP's fraction is cut to a nanosecond
			t.Errorf("error %d is %d ns, expected %d", i, latency.Errors[i], expected)
		}
	}
}

func TestALinkOfSomeoneElseIsNotCompared(t *testing.T) {
	captured, mark := at(0)
	records := []relay.Record{{Link: 1, Direction: relay.ToParticipant, SSRC: 7, Mark: mark, SentNs: captured}}
	seen := []subscriber.PacketSeen{{SSRC: 7, CaptureNs: captured, ArrivalNs: captured}}
	if latency := CompareLatency([]Observation{{Link: 2, Packets: seen}}, records); len(latency.Errors) != 0 {
		t.Errorf("%d packets compared, expected none", len(latency.Errors))
	}
}

// TestLossIsWhatWasDroppedOnTheFirstWay has packets 65535, 0, 1 and 2 of which 0 and 1 were dropped;
// 1 came by a retransmission of the same stream. 65534 never came to the relay. Number 3 was dropped behind the last one seen.
func TestLossIsWhatWasDroppedOnTheFirstWay(t *testing.T) {
	record := func(sequence uint16, fate relay.Fate) relay.Record {
		return relay.Record{Direction: relay.ToParticipant, SSRC: 7, Sequence: sequence, Fate: fate}
	}
	records := []relay.Record{
		record(65535, relay.FateSent), record(0, relay.FateDropped), record(1, relay.FateDropped),
		record(2, relay.FateSent), record(1, relay.FateSent), record(3, relay.FateDropped),
	}
	track := subscriber.TrackCounts{
		SSRC: 7, Packets: 3, FirstSequence: 1<<16 + 65534, HighestSequence: 1<<17 + 2, Lost: 2, Repaired: 1,
	}
	loss := CompareLoss([]Observation{{Tracks: []subscriber.TrackCounts{track}}}, records)
	if loss.Expected != 5 || loss.Dropped != 2 || loss.NeverCame != 1 || loss.CameLate != 0 || loss.Measured != 3 || loss.AfterRepair != 2 {
		t.Errorf("loss is %+v, expected 2 dropped, 1 that never came and 3 measured of 5, 2 after repair", loss)
	}
}

func TestAPacketThatWasOvertakenBeforeTheRelayCameLate(t *testing.T) {
	var records []relay.Record
	for _, sequence := range []uint16{65534, 1, 65535, 0, 2, 1} { // 1 again is no first passing
		records = append(records, relay.Record{Direction: relay.ToParticipant, SSRC: 7, Sequence: sequence})
	}
	track := subscriber.TrackCounts{SSRC: 7, Packets: 5, FirstSequence: 1<<16 + 65534, HighestSequence: 1<<17 + 2}
	if loss := CompareLoss([]Observation{{Tracks: []subscriber.TrackCounts{track}}}, records); loss.CameLate != 2 || loss.Dropped+loss.NeverCame != 0 {
		t.Errorf("loss is %+v, expected 65535 and 0 to have come late and none to be lost", loss)
	}
}
