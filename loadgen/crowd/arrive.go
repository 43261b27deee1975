package crowd

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"time"

	"gomeet/loadgen/api"
	"gomeet/loadgen/schedule"
)

// arrivalWorkers are the connections of a crowd that are on their way in at once; all others wait here. More
// would wait inside the server, for the lock of the room that they all enter and for its database connections,
// until they ran into its time limits. Time counts from the intended moment either way.
const arrivalWorkers = 16

// idleConnectionsFor keeps the HTTP connections between requests.
const idleConnectionsFor = 30 * time.Second

// newTransport carries the requests of all whose access token is known, over a few connections, as
// an app's server side or a busy proxy does.
func newTransport(source netip.Addr) *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if source.IsValid() {
		dialer.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(source, 0))
	}
	return &http.Transport{
		DialContext: dialer.DialContext, DisableCompression: true, ForceAttemptHTTP2: false,
		MaxIdleConnsPerHost: arrivalWorkers, IdleConnTimeout: idleConnectionsFor,
	}
}

// arrive brings a connection into its room: it signs in, takes a seat and gets a ticket, and the loop does the
// rest. While the server asks to come later, it does, after a pause that doubles each time.
func (c *Crowd) arrive(ctx context.Context, a arrival) {
	for pause := time.Second; ; pause *= 2 {
		err := c.enter(ctx, a)
		if err == nil || ctx.Err() != nil || errors.Is(err, errOver) {
			return
		}
		if !asksForLater(err) || pause > longestPause {
			c.loop.do(func() { c.loop.figures.failed++ })
			return
		}
		c.tally.Refused("websocket", closeTryLater)
		schedule.SleepUntil(ctx, time.Now().Add(pause/2+rand.N(pause)))
	}
}

// longestPause is the last of 1, 2, 4, 8 and 16 seconds: who was refused six times has failed.
const longestPause = 16 * time.Second

// enter is one attempt. Why it failed, the tally knows, unless the server asks to come later.
func (c *Crowd) enter(ctx context.Context, a arrival) error {
	ticket, err := c.ticket(ctx, a.number, a.intended)
	if err != nil {
		return err
	}
	a.ticket, a.began, a.outcome = ticket, time.Now(), make(chan error, 1)
	c.loop.do(func() { c.loop.open(&a) })
	select {
	case err = <-a.outcome:
	case <-ctx.Done():
		return ctx.Err()
	case <-c.loop.ended:
		return errOver
	}
	if err != nil && !asksForLater(err) {
		c.tally.Failure("websocket entrance", fmt.Errorf("connection %d: %w", c.plan.FirstConnection+a.number, err))
	}
	return err
}

func (c *Crowd) ticket(ctx context.Context, number int, intended time.Time) (string, error) {
	client, err := c.client(ctx, number, intended)
	if err != nil {
		return "", err
	}
	defer client.Rest()
	if _, err := client.Join(ctx, intended, c.roomID(number)); err != nil {
		return "", err
	}
	return client.Ticket(ctx, time.Now())
}

// client is one that bears the connection's access token. Whoever has none logs in, from its own address.
func (c *Crowd) client(ctx context.Context, number int, intended time.Time) (*api.Client, error) {
	token, err := c.tokens.of(number)
	if err != nil {
		c.tally.Failure("access token", err)
		return nil, err
	}
	if token != "" && time.Since(c.startedAt) < tokenUse {
		return api.New(api.Options{URL: c.plan.APIURL, Recorder: c.tally, Transport: c.transport, AccessToken: token})
	}
	client, err := api.New(api.Options{URL: c.plan.APIURL, Recorder: c.tally, SourceAddress: c.plan.sourceAddress(number)})
	if err != nil {
		return nil, err
	}
	c.logins.Add(1)
	if err := client.Login(ctx, intended, c.plan.email(number), c.plan.Accounts.Password); err != nil {
		client.Rest()
		return nil, err
	}
	return client, nil
}

// tokenUse is how long a token of the file is used: it lives for 15 minutes, and some have passed before.
const tokenUse = 13 * time.Minute

// errOver is an arrival after the crowd's end.
var errOver = errors.New("the crowd is over")

// errNobody ends a crowd that has nobody to hold.
var errNobody = errors.New("nobody is connected")

// openRooms makes every room, each by its first member, who is its host.
func (c *Crowd) openRooms(ctx context.Context) error {
	for number := range c.loop.rooms {
		first, end := c.plan.members(number)
		client, err := c.client(ctx, first, time.Now())
		if err != nil {
			return err
		}
		id, err := client.CreateRoom(ctx, "load test", end-first)
		client.Rest()
		if err != nil {
			return err
		}
		c.loop.call(func() { c.loop.rooms[number].id = id })
	}
	return nil
}

// endRooms ends every meeting, as its host does, so that all seats are given back.
func (c *Crowd) endRooms(ctx context.Context) {
	for number := range c.loop.rooms {
		first, _ := c.plan.members(number)
		id := c.roomID(first)
		if id == "" {
			continue
		}
		client, err := c.client(ctx, first, time.Now())
		if err != nil {
			continue // the tally has it
		}
		_ = client.EndRoom(ctx, id) // the tally has it
		client.Rest()
	}
}

func (c *Crowd) roomID(connection int) string {
	var id string
	c.loop.call(func() { id = c.loop.rooms[c.plan.roomOf(connection)].id })
	return id
}
