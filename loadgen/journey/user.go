package journey

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
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

// user is one person with an address and one connection. It walks one journey at a time.
type user struct {
	base      string
	transport *http.Transport
	values    map[string]string    // for the whole life: email, password, what is shared, what stays fresh
	keptAt    map[string]time.Time // by step: when it last kept something
}

func newUser(base string, source netip.Addr, values map[string]string) *user {
	dialer := &net.Dialer{Timeout: requestTimeout}
	if source.IsValid() {
		dialer.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(source, 0))
	}
	return &user{
		base: base, values: values, keptAt: map[string]time.Time{},
		// Small buffers: bodies here are below 2 KiB, and thousands of users keep a connection.
		transport: &http.Transport{
			DialContext: dialer.DialContext, MaxConnsPerHost: 1, DisableCompression: true,
			ReadBufferSize: 1024, WriteBufferSize: 1024, IdleConnTimeout: time.Minute,
		},
	}
}

// close gives the connection back.
func (u *user) close() { u.transport.CloseIdleConnections() }

// isFresh tells whether a step may be left out because what it kept is still good.
func (u *user) isFresh(step *Step) bool {
	kept, done := u.keptAt[step.Name]
	return done && step.FreshSeconds > 0 && time.Since(kept).Seconds() < step.FreshSeconds
}

// take makes a step's request and keeps what later steps need: in the user what stays fresh,
// else in the journey's own values.
func (u *user) take(ctx context.Context, step *Step, own map[string]string) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	request, err := u.request(ctx, step, own)
	if err != nil {
		return err
	}
	response, err := u.transport.RoundTrip(request)
	if err != nil {
		return explain(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return explain(err)
	}
	if response.StatusCode != step.Status {
		return &statusError{status: response.StatusCode, expected: step.Status, text: text}
	}
	if len(step.Keep) == 0 {
		return nil
	}
	into := own
	if step.FreshSeconds > 0 {
		into = u.values
		u.keptAt[step.Name] = time.Now()
	}
	return keep(text, step.Keep, into)
}

func (u *user) request(ctx context.Context, step *Step, own map[string]string) (*http.Request, error) {
	value := func(name string) (string, bool) {
		if found, known := own[name]; known {
			return found, true
		}
		found, known := u.values[name]
		return found, known
	}
	path, err := fill(step.Path, value, url.PathEscape)
	if err != nil {
		return nil, fmt.Errorf("path %s: %w", step.Path, err)
	}
	var body io.Reader
	if len(step.Body) > 0 && string(step.Body) != "null" {
		text, err := fill(string(step.Body), value, insideJSON)
		if err != nil {
			return nil, fmt.Errorf("body: %w", err)
		}
		body = strings.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, step.Method, u.base+path, body)
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if token, known := value("token"); known {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return request, nil
}

// keep copies members of a JSON answer, named by their path, into values.
func keep(text []byte, members, into map[string]string) error {
	var answer map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		return fmt.Errorf("the answer is not the JSON that was expected: %w", err)
	}
	for name, path := range members {
		var found any = answer
		for _, member := range strings.Split(path, ".") {
			object, _ := found.(map[string]any)
			found = object[member]
		}
		if found == nil {
			return fmt.Errorf("the answer has no %s", path)
		}
		into[name] = fmt.Sprint(found)
	}
	return nil
}
