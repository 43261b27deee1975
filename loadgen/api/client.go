// Package api is one participant's client of the signaling API: it signs in, joins a room,
// keeps the room's WebSocket open and leaves, from a source address of its own.
package api

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// requestTimeout is longer than any answer that a user would wait for: what takes longer is an
// error and not a latency.
const requestTimeout = 30 * time.Second

// bufferBytes is a fifth of what net/http and gorilla take: bodies here are below 2 KiB, and
// 500 participants join at once.
const bufferBytes = 1024

// Recorder takes what a client measured. Its methods are called from many goroutines.
type Recorder interface {
	// Answered is one request that got an answer, from its intended moment.
	Answered(where string, latency time.Duration)
	// Failed is one request without an answer, or with one that refuses for good.
	Failed(where string, err error)
	// Refused is one answer that asks to come back later (429, 503).
	Refused(where string, status int)
}

// Options say whose client this is.
type Options struct {
	URL           string     // http://host:port
	SourceAddress netip.Addr // zero lets the kernel choose
	Recorder      Recorder
	// Transport is shared with other clients, whose requests it sends over the same connections; nil
	// gives the client its own, from its own address.
	Transport *http.Transport
	// AccessToken is one that the account already has; empty until Login.
	AccessToken string
}

// Client is safe for one goroutine at a time, as one participant does one thing at a time.
type Client struct {
	base      *url.URL
	dialer    *net.Dialer
	recorder  Recorder
	token     string
	expires   time.Time
	transport *http.Transport
	isShared  bool
	socket    *roomSocket
}

// New checks the address; it connects to nothing yet.
func New(options Options) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(options.URL, "/"))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("API URL %q is not an address such as http://127.0.0.1:8080", options.URL)
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if options.SourceAddress.IsValid() {
		dialer.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(options.SourceAddress, 0))
	}
	return &Client{
		base: base, dialer: dialer, recorder: options.Recorder, token: options.AccessToken,
		transport: options.Transport, isShared: options.Transport != nil,
	}, nil
}

// Login signs the account in. Later calls bear its access token.
func (c *Client) Login(ctx context.Context, intended time.Time, email, password string) error {
	var answer struct {
		AccessToken string `json:"accessToken"`
		ExpiresIn   int    `json:"expiresIn"`
	}
	body := map[string]string{"email": email, "password": password}
	if err := c.call(ctx, request{where: "login", path: "/api/v1/auth/login", body: body, intended: intended}, &answer); err != nil {
		return err
	}
	if answer.AccessToken == "" {
		return fmt.Errorf("login: the answer has no accessToken")
	}
	c.token = answer.AccessToken
	c.expires = time.Now().Add(time.Duration(answer.ExpiresIn) * time.Second)
	return nil
}

// SignedIn tells whether the access token will still be good in half a minute.
func (c *Client) SignedIn() bool { return time.Until(c.expires) > 30*time.Second }

// CreateRoom makes a room with this account as its host and returns its id.
func (c *Client) CreateRoom(ctx context.Context, name string, maxUsers int) (string, error) {
	var answer struct {
		ID string `json:"id"`
	}
	body := map[string]any{"name": name, "maxUsers": maxUsers}
	err := c.call(ctx, request{where: "create-room", path: "/api/v1/rooms", body: body, intended: time.Now()}, &answer)
	return answer.ID, err
}

// Admission is what a participant needs to enter the media room.
type Admission struct {
	URL   string `json:"url"`
	Token string `json:"token"`
	// AutoSubscribe says whether clients of this room take every track, or only what they show.
	AutoSubscribe bool `json:"-"`
}

// Join takes a seat in the room.
func (c *Client) Join(ctx context.Context, intended time.Time, roomID string) (Admission, error) {
	var answer struct {
		LiveKit Admission `json:"livekit"`
		Media   struct {
			AutoSubscribe bool `json:"autoSubscribe"`
		} `json:"media"`
	}
	err := c.call(ctx, request{where: "join", path: roomPath(roomID, "join"), body: struct{}{}, intended: intended}, &answer)
	if err == nil && (answer.LiveKit.URL == "" || answer.LiveKit.Token == "") {
		err = fmt.Errorf("join: the answer has no livekit.url and livekit.token")
	}
	answer.LiveKit.AutoSubscribe = answer.Media.AutoSubscribe
	return answer.LiveKit, err
}

// Ticket gets a ticket that authenticates one WebSocket, once, within half a minute.
func (c *Client) Ticket(ctx context.Context, intended time.Time) (string, error) {
	var answer struct {
		Ticket string `json:"ticket"`
	}
	err := c.call(ctx, request{where: "ws-ticket", path: "/api/v1/ws-tickets", intended: intended}, &answer)
	if err == nil && answer.Ticket == "" {
		err = fmt.Errorf("ws-ticket: the answer has no ticket")
	}
	return answer.Ticket, err
}

// Leave gives the seat back.
func (c *Client) Leave(ctx context.Context, roomID string) error {
	return c.call(ctx, request{where: "leave", path: roomPath(roomID, "leave"), intended: time.Now()}, nil)
}

// EndRoom closes the meeting for everyone; only its host may.
func (c *Client) EndRoom(ctx context.Context, roomID string) error {
	return c.call(ctx, request{where: "end-room", path: roomPath(roomID, "end"), intended: time.Now()}, nil)
}

// Rest closes idle HTTP connections: during a meeting a participant keeps only its WebSocket.
func (c *Client) Rest() {
	if c.transport != nil && !c.isShared {
		c.transport.CloseIdleConnections()
		c.transport = nil
	}
}

// Close ends everything that is open.
func (c *Client) Close() {
	c.CloseRoom()
	c.Rest()
}

func roomPath(roomID, action string) string {
	return "/api/v1/rooms/" + url.PathEscape(roomID) + "/" + action
}
