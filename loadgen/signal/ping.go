package signal

import (
	"time"

	"github.com/livekit/protocol/livekit"
)

// startPings arms one runtime timer: it costs no goroutine while it waits, and since each connection
// starts its own at its own moment, the pings of 500 participants are spread without further care.
func (c *Conn) startPings() {
	c.lastHeard.Store(time.Now().UnixNano())
	c.handling.Lock()
	defer c.handling.Unlock()
	c.pings = time.AfterFunc(pingInterval, c.ping)
}

// ping sends a PingReq; the server answers each, so silence means that the server or the path is gone.
func (c *Conn) ping() {
	silence := time.Since(time.Unix(0, c.lastHeard.Load()))
	c.handling.RLock()
	reading, pings := c.reading, c.pings
	c.handling.RUnlock()
	if reading && silence > pingTimeout {
		c.end(ErrPingTimeout)
		return
	}
	request := &livekit.SignalRequest{Message: &livekit.SignalRequest_PingReq{
		PingReq: &livekit.Ping{Timestamp: time.Now().UnixMilli()},
	}}
	if c.Send(request) == nil {
		pings.Reset(pingInterval)
	}
}
