// Package signal speaks LiveKit's signalling protocol: one WebSocket a participant, binary protobuf,
// one reader goroutine, and no decoding of messages that nobody asked for.
package signal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/proto"
)

const (
	// protocolVersion 16 makes the subscriber the primary connection and gives per-track subscription errors.
	protocolVersion = "16"
	clientVersion   = "2.16.0"
	// A client's frames are small (an SDP answer is the largest, about 10 KB) and the reader streams,
	// so 1 KiB each way instead of the library's 4 KiB saves 6 KiB a participant.
	bufferBytes      = 1024
	handshakeTimeout = 10 * time.Second
)

// Options say where and as whom to connect.
type Options struct {
	URL           string // ws://host:port or http://host:port; a path is kept
	Token         string // a LiveKit access token; sent as a header, so it appears in no URL
	SourceAddress netip.Addr
	AutoSubscribe bool
	PacketTrailer bool // this side reads packet trailers; without it the server cuts them off
}

var writeBuffers sync.Pool

// Dial connects, waits for the JoinResponse and returns the connection. The reader goroutine starts
// with the first OnMessage; until then messages wait in the socket. Errors: *RefusedError for an HTTP
// refusal, *LeaveError when the server answers with Leave, *UnreachableError, or ctx's own error.
func Dial(ctx context.Context, options Options) (*Conn, *livekit.JoinResponse, error) {
	conn, response, err := open(ctx, options, nil, func(r *livekit.SignalResponse) bool { return r.GetJoin() != nil })
	return conn, response.GetJoin(), err
}

// open connects with more parameters than the usual ones and waits for the response that opens the session.
func open(ctx context.Context, options Options, more url.Values, opens func(*livekit.SignalResponse) bool) (*Conn, *livekit.SignalResponse, error) {
	address, err := signalURL(options, more)
	if err != nil {
		return nil, nil, err
	}
	dialer := websocket.Dialer{
		HandshakeTimeout: handshakeTimeout,
		ReadBufferSize:   bufferBytes,
		WriteBufferSize:  bufferBytes,
		WriteBufferPool:  &writeBuffers,
		NetDialContext:   (&net.Dialer{LocalAddr: localAddress(options.SourceAddress)}).DialContext,
	}
	header := http.Header{"Authorization": {"Bearer " + options.Token}}
	socket, response, err := dialer.DialContext(ctx, address.String(), header)
	if err != nil {
		return nil, nil, dialError(ctx, address.Host, response, err)
	}
	conn := &Conn{socket: socket, done: make(chan struct{})}
	first, err := conn.readUntil(ctx, opens)
	if err != nil {
		conn.end(err)
		return nil, nil, err
	}
	conn.startPings()
	return conn, first, nil
}

func signalURL(options Options, more url.Values) (*url.URL, error) {
	address, err := url.Parse(options.URL)
	if err != nil || address.Host == "" {
		return nil, fmt.Errorf("LiveKit URL %q is not an address such as ws://127.0.0.1:7880", options.URL)
	}
	switch address.Scheme {
	case "http":
		address.Scheme = "ws"
	case "https":
		address.Scheme = "wss"
	case "ws", "wss":
	default:
		return nil, fmt.Errorf("LiveKit URL %q has scheme %q: accepted are ws, wss, http, https", options.URL, address.Scheme)
	}
	address.Path = strings.TrimSuffix(address.Path, "/") + "/rtc"
	autoSubscribe := "0"
	if options.AutoSubscribe {
		autoSubscribe = "1"
	}
	query := url.Values{
		"protocol": {protocolVersion}, "auto_subscribe": {autoSubscribe}, "sdk": {"go"}, "version": {clientVersion},
	}
	if options.PacketTrailer {
		query.Set("capabilities", livekit.ClientInfo_CAP_PACKET_TRAILER.String())
	}
	maps.Copy(query, more)
	address.RawQuery = query.Encode()
	return address, nil
}

func localAddress(source netip.Addr) net.Addr {
	if !source.IsValid() {
		return nil
	}
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(source, 0))
}

func dialError(ctx context.Context, host string, response *http.Response, err error) error {
	if ended := contextError(ctx, err); ended != nil {
		return ended
	}
	if errors.Is(err, websocket.ErrBadHandshake) && response != nil {
		body, _ := io.ReadAll(io.LimitReader(response.Body, 200)) // a broken body leaves an empty explanation
		return &RefusedError{StatusCode: response.StatusCode, Body: strings.TrimSpace(string(body))}
	}
	return &UnreachableError{Address: host, Cause: err}
}

// contextError is the context's own error, where that is why err came about. The socket's deadline is the
// context's, and it may fire a moment before the context notices.
func contextError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	deadline, hasDeadline := ctx.Deadline()
	if hasDeadline && errors.Is(err, os.ErrDeadlineExceeded) && !time.Now().Before(deadline) {
		return context.DeadlineExceeded
	}
	return nil
}

// readUntil waits for the response that opens the session. Cancelling ctx closes the socket, which ends the read.
func (c *Conn) readUntil(ctx context.Context, opens func(*livekit.SignalResponse) bool) (*livekit.SignalResponse, error) {
	stop := context.AfterFunc(ctx, func() { _ = c.socket.Close() })
	defer stop()
	_ = c.socket.SetReadDeadline(time.Now().Add(handshakeTimeout))
	for {
		_, message, err := c.socket.ReadMessage()
		if err != nil {
			if ended := contextError(ctx, err); ended != nil {
				return nil, ended
			}
			return nil, &UnreachableError{Address: c.socket.RemoteAddr().String(), Cause: err}
		}
		c.bytesReceived.Add(int64(len(message)))
		var response livekit.SignalResponse
		if err := proto.Unmarshal(message, &response); err != nil {
			return nil, &LostError{Cause: fmt.Errorf("first message is not a SignalResponse: %w", err)}
		}
		if opens(&response) {
			_ = c.socket.SetReadDeadline(time.Time{})
			return &response, nil
		}
		if leave := response.GetLeave(); leave != nil {
			return nil, &LeaveError{Reason: leave.GetReason(), Action: leave.GetAction()}
		}
	}
}
