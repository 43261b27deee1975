package publisher

import (
	"time"

	"github.com/pion/rtcp"
)

// reports is the task that sends the publisher's Sender Reports every second.
type reports struct{ publisher *Publisher }

func (r reports) send(intended time.Time) time.Time {
	select {
	case <-r.publisher.ended:
		return time.Time{}
	default:
	}
	now := time.Now()
	var packets []rtcp.Packet
	for _, stream := range r.publisher.streams() {
		if report := stream.report(now); report != nil {
			packets = append(packets, report)
		}
	}
	if len(packets) > 0 {
		// A report that is lost is replaced by the next one.
		_ = r.publisher.transport.connection.WriteRTCP(packets)
	}
	return intended.Add(time.Second)
}
