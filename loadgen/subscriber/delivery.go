package subscriber

// delivery compares what the server says it sent with what came in, so that a loss can be told from
// a gap that the server forwarded. Both count from the first Sender Report on. Packets under way make
// it uncertain by a few, which do not add up.
type delivery struct {
	begun         bool
	baseSent      uint32
	baseArrived   uint64
	sent, arrived uint64
}

// report takes the packet count of a Sender Report. The count wraps at 2^32, as its base does.
func (d *delivery) report(packetCount uint32, arrived uint64) {
	if !d.begun {
		d.begun, d.baseSent, d.baseArrived = true, packetCount, arrived
		return
	}
	d.sent, d.arrived = uint64(packetCount-d.baseSent), arrived-d.baseArrived
}
