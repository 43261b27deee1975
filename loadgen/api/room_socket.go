package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// writeBuffers are shared, for a participant writes a handful of messages in a meeting.
var writeBuffers sync.Pool

// roomSocket is the open WebSocket with its one reading goroutine, which answers pings.
type roomSocket struct {
	connection *websocket.Conn
	closing    atomic.Bool // by this side, so its end is no news
}

type serverMessage struct {
	Type    string `json:"type"`
	Code    any    `json:"code"`
	Message string `json:"message"`
}

// EnterRoom gets a ticket, opens the WebSocket, authenticates by it and joins the room's
// conversation. The socket then stays open; onEnd is called if the server or the network ends it.
func (c *Client) EnterRoom(ctx context.Context, roomID string, onEnd func(error)) error {
	ticket, err := c.Ticket(ctx, time.Now())
	if err != nil {
		return err
	}
	err = c.openSocket(ctx, ticket, roomID)
	if err != nil {
		if ctx.Err() == nil {
			c.recorder.Failed("websocket", err)
		}
		return err
	}
	go c.socket.read(onEnd)
	return nil
}

func (c *Client) openSocket(ctx context.Context, ticket, roomID string) error {
	began := time.Now()
	dialer := websocket.Dialer{
		NetDialContext: c.dialer.DialContext, HandshakeTimeout: requestTimeout,
		ReadBufferSize: bufferBytes, WriteBufferSize: bufferBytes, WriteBufferPool: &writeBuffers,
	}
	address := *c.base
	address.Scheme = map[string]string{"http": "ws", "https": "wss"}[c.base.Scheme]
	address.Path += "/ws"
	connection, response, err := dialer.DialContext(ctx, address.String(), http.Header{})
	if err != nil {
		if response != nil {
			return fmt.Errorf("websocket: HTTP %d: %w", response.StatusCode, err)
		}
		return fmt.Errorf("websocket: %w", err)
	}
	socket := &roomSocket{connection: connection}
	stop := context.AfterFunc(ctx, func() { _ = connection.Close() })
	defer stop()
	if err := socket.enter(ticket, roomID); err != nil {
		_ = connection.Close()
		return err
	}
	c.socket = socket
	c.recorder.Answered("websocket", time.Since(began))
	return nil
}

func (s *roomSocket) enter(ticket, roomID string) error {
	_ = s.connection.SetReadDeadline(time.Now().Add(requestTimeout))
	if err := s.connection.WriteJSON(map[string]string{"type": "authenticate", "ticket": ticket}); err != nil {
		return fmt.Errorf("websocket: authenticate: %w", err)
	}
	if err := s.await("authenticated"); err != nil {
		return err
	}
	if err := s.connection.WriteJSON(map[string]string{"type": "join_room", "roomId": roomID}); err != nil {
		return fmt.Errorf("websocket: join_room: %w", err)
	}
	if err := s.await("joined"); err != nil {
		return err
	}
	return s.connection.SetReadDeadline(time.Time{})
}

// await passes over what others do in the room meanwhile.
func (s *roomSocket) await(kind string) error {
	for {
		_, text, err := s.connection.ReadMessage()
		if err != nil {
			return fmt.Errorf("websocket: waiting for %q: %w", kind, err)
		}
		var message serverMessage
		if err := json.Unmarshal(text, &message); err != nil {
			return fmt.Errorf("websocket: the server's message is not JSON: %w", err)
		}
		switch message.Type {
		case kind:
			return nil
		case "error":
			return fmt.Errorf("websocket: waiting for %q: error %v: %s", kind, message.Code, message.Message)
		}
	}
}

// read answers pings (gorilla does, while somebody reads) and lets the room's news flow by.
func (s *roomSocket) read(onEnd func(error)) {
	for {
		if _, _, err := s.connection.NextReader(); err != nil {
			if !s.closing.Load() {
				_ = s.connection.Close()
				onEnd(fmt.Errorf("websocket: %w", err))
			}
			return
		}
	}
}

// LeaveRoom says goodbye on the WebSocket and closes it in good order.
func (c *Client) LeaveRoom(roomID string) {
	if c.socket == nil {
		return
	}
	c.socket.closing.Store(true)
	_ = c.socket.connection.SetWriteDeadline(time.Now().Add(time.Second))
	// If the socket is broken already, there is nobody to say goodbye to.
	_ = c.socket.connection.WriteJSON(map[string]string{"type": "leave_room", "roomId": roomID})
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = c.socket.connection.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(time.Second))
	c.CloseRoom()
}

// CloseRoom closes the WebSocket, if it is open.
func (c *Client) CloseRoom() {
	if c.socket != nil {
		c.socket.closing.Store(true)
		_ = c.socket.connection.Close()
		c.socket = nil
	}
}
