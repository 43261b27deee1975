package meeting

import "gomeet/loadgen/subscriber"

// lossOrigin tells where packets were lost that did not come by themselves, whether or not a
// retransmission brought them later.
type lossOrigin struct {
	beforeRepair uint64
	onTheWay     uint64 // after the server sent them, by its own reports: in the network, or in this machine
	beforeSent   uint64 // gaps that the server forwarded: on the publisher's way, or in the server
}

// originOf compares what the server's Sender Reports say it sent with what came in. They come every few
// seconds, and packets under way blur them by a few, so they divide a loss but cannot make one: a
// track without a gap has none. Without two reports in the window it stays undivided.
func originOf(after, before subscriber.TrackCounts) lossOrigin {
	origin := lossOrigin{beforeRepair: uint64(max(after.LostBeforeRepair()-before.LostBeforeRepair(), 0))}
	sent := after.ServerSent - before.ServerSent
	if sent == 0 {
		return origin
	}
	missing := int64(sent) - int64(after.ServerSentArrived-before.ServerSentArrived)
	origin.onTheWay = min(uint64(max(missing, 0)), origin.beforeRepair)
	origin.beforeSent = origin.beforeRepair - origin.onTheWay
	return origin
}

func (o *lossOrigin) add(other lossOrigin) {
	o.beforeRepair += other.beforeRepair
	o.onTheWay += other.onTheWay
	o.beforeSent += other.beforeSent
}
