package signal

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/proto"
)

const (
	pingInterval = 5 * time.Second
	pingTimeout  = 15 * time.Second
	writeTimeout = 5 * time.Second
)

// Conn is one participant's signalling connection.
type Conn struct {
	socket        *websocket.Conn
	writing       sync.Mutex
	bytesReceived atomic.Int64
	lastHeard     atomic.Int64 // Unix nanoseconds of the last message

	handling sync.RWMutex // guards what follows
	handlers []handler
	onClose  []func(error)
	reading  bool

	ending sync.Once
	done   chan struct{}
	err    error // written once, before done is closed
	pings  *time.Timer
}

type handler struct {
	kinds  kindSet
	handle func(*livekit.SignalResponse)
}

// OnMessage adds a handler for the named kinds, or for those of negotiation (answer, offer, trickle,
// track published, subscribed quality, request response) when none is named. The first call starts
// the reader goroutine, which calls all handlers one after another. A Leave ends the connection by itself.
func (c *Conn) OnMessage(handle func(*livekit.SignalResponse), kinds ...Kind) {
	if len(kinds) == 0 {
		kinds = negotiationKinds
	}
	c.handling.Lock()
	c.handlers = append(c.handlers, handler{kinds: kindsOf(kinds), handle: handle})
	start := !c.reading
	c.reading = true
	c.handling.Unlock()
	if start {
		go c.read()
	}
}

// OnClose adds a function that is called once with the reason when the connection ends, at once if it has.
func (c *Conn) OnClose(call func(error)) {
	c.handling.Lock()
	select {
	case <-c.done:
		c.handling.Unlock()
		call(c.err)
	default:
		c.onClose = append(c.onClose, call)
		c.handling.Unlock()
	}
}

// Send writes one request; safe from any goroutine. After the end it returns the reason of the end.
func (c *Conn) Send(request *livekit.SignalRequest) error {
	message, err := proto.Marshal(request)
	if err != nil {
		return fmt.Errorf("encode signal request: %w", err)
	}
	if err := c.Err(); err != nil {
		return err
	}
	c.writing.Lock()
	_ = c.socket.SetWriteDeadline(time.Now().Add(writeTimeout))
	err = c.socket.WriteMessage(websocket.BinaryMessage, message)
	c.writing.Unlock()
	if err != nil {
		c.end(&LostError{Cause: err})
		return c.Err()
	}
	return nil
}

// Close ends the connection without a Leave message; who leaves in good order sends one before.
func (c *Conn) Close() { c.end(ErrClosed) }

// Done is closed when the connection has ended.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Err is the reason of the end, nil while the connection is up.
func (c *Conn) Err() error {
	select {
	case <-c.done:
		return c.err
	default:
		return nil
	}
}

// BytesReceived counts the payload bytes of all messages, decoded or not.
func (c *Conn) BytesReceived() int64 { return c.bytesReceived.Load() }

// LocalAddr is the address that reaches the server: media sockets bind to it.
func (c *Conn) LocalAddr() netip.Addr {
	if address, ok := c.socket.LocalAddr().(*net.TCPAddr); ok {
		return address.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}

func (c *Conn) end(reason error) {
	c.ending.Do(func() {
		c.handling.Lock()
		c.err = reason
		close(c.done)
		calls, pings := c.onClose, c.pings
		c.handlers, c.onClose = nil, nil
		c.handling.Unlock()
		if pings != nil {
			pings.Stop()
		}
		_ = c.socket.Close()
		for _, call := range calls {
			call(reason)
		}
	})
}

func (c *Conn) read() {
	for {
		if err := c.readMessage(); err != nil {
			c.end(err)
			return
		}
	}
}

var messageBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readMessage reads one message. Of one that nobody wants it takes the first two bytes and lets the
// rest flow by: in a room of 500 most of the traffic is participant updates.
func (c *Conn) readMessage() error {
	_, reader, err := c.socket.NextReader()
	if err != nil {
		return &LostError{Cause: err}
	}
	c.lastHeard.Store(time.Now().UnixNano())
	buffer := messageBuffers.Get().(*bytes.Buffer)
	defer messageBuffers.Put(buffer)
	buffer.Reset()
	if _, err := io.CopyN(buffer, reader, 2); err != nil && err != io.EOF {
		return &LostError{Cause: err}
	}
	kind := messageKind(buffer.Bytes())
	target := io.Discard
	if kind == KindLeave || c.wants(kind) {
		target = buffer
	}
	head := int64(buffer.Len())
	rest, err := io.Copy(target, reader)
	c.bytesReceived.Add(head + rest)
	if err != nil {
		return &LostError{Cause: err}
	}
	if target == io.Discard {
		return nil
	}
	return c.deliver(kind, buffer.Bytes())
}

func (c *Conn) wants(kind Kind) bool {
	c.handling.RLock()
	defer c.handling.RUnlock()
	for _, handler := range c.handlers {
		if handler.kinds.has(kind) {
			return true
		}
	}
	return false
}

func (c *Conn) deliver(kind Kind, message []byte) error {
	response := new(livekit.SignalResponse)
	if err := proto.Unmarshal(message, response); err != nil {
		return &LostError{Cause: fmt.Errorf("message of kind %d: %w", kind, err)}
	}
	c.handling.RLock()
	handlers := c.handlers
	c.handling.RUnlock()
	for _, handler := range handlers {
		if handler.kinds.has(kind) {
			handler.handle(response)
		}
	}
	if leave := response.GetLeave(); leave != nil {
		return &LeaveError{Reason: leave.GetReason(), Action: leave.GetAction()}
	}
	return nil
}
