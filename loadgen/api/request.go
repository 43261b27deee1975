package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// maxRefusals is how often one request may be told to come back later before it has failed.
const maxRefusals = 10

type request struct {
	where    string
	path     string
	body     any
	intended time.Time
}

// ProblemError is an answer that refuses (RFC 9457).
type ProblemError struct {
	Where  string
	Status int
	Type   string `json:"type"`
	Title  string `json:"title"`
	Detail string `json:"detail"`

	retryAfter time.Duration
}

func (e *ProblemError) Error() string {
	return fmt.Sprintf("%s: HTTP %d %s: %s", e.Where, e.Status, e.Title, e.Detail)
}

// call posts a request and waits out refusals that say so: 429 and 503 with Retry-After. A
// second attempt counts its latency from its own moment, for the wait is the limit's, and the
// refusals are reported beside it.
func (c *Client) call(ctx context.Context, r request, answer any) error {
	for refusals := 0; ; refusals++ {
		err := c.post(ctx, r, answer)
		if err == nil {
			c.recorder.Answered(r.where, time.Since(r.intended))
			return nil
		}
		var problem *ProblemError
		if !errors.As(err, &problem) || problem.retryAfter == 0 || refusals == maxRefusals {
			if ctx.Err() == nil {
				c.recorder.Failed(r.where, err)
			}
			return err
		}
		c.recorder.Refused(r.where, problem.Status)
		// Up to a second more, so that those refused together do not come back together.
		wait := problem.retryAfter + rand.N(time.Second)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return fmt.Errorf("%s: waiting %s as asked: %w", r.where, wait.Round(time.Second), ctx.Err())
		}
		r.intended = time.Now()
	}
}

func (c *Client) post(ctx context.Context, r request, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	var body io.Reader
	if r.body != nil {
		text, err := json.Marshal(r.body)
		if err != nil {
			return fmt.Errorf("%s: %w", r.where, err)
		}
		body = bytes.NewReader(text)
	}
	message, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base.String()+r.path, body)
	if err != nil {
		return fmt.Errorf("%s: %w", r.where, err)
	}
	if r.body != nil {
		message.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		message.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.connections().RoundTrip(message)
	if err != nil {
		return fmt.Errorf("%s: %w", r.where, err)
	}
	defer response.Body.Close()
	return readAnswer(r.where, response, answer)
}

func (c *Client) connections() *http.Transport {
	if c.transport == nil {
		c.transport = &http.Transport{
			DialContext: c.dialer.DialContext, MaxIdleConns: 1, DisableCompression: true,
			ReadBufferSize: bufferBytes, WriteBufferSize: bufferBytes, IdleConnTimeout: 30 * time.Second,
		}
	}
	return c.transport
}

func readAnswer(where string, response *http.Response, answer any) error {
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	if response.StatusCode >= 200 && response.StatusCode < 300 {
		if answer == nil {
			return nil
		}
		if err := json.Unmarshal(text, answer); err != nil {
			return fmt.Errorf("%s: the answer is not the JSON that was expected: %w", where, err)
		}
		return nil
	}
	problem := &ProblemError{}
	if json.Unmarshal(text, problem) != nil {
		problem.Title = http.StatusText(response.StatusCode)
	}
	problem.Where, problem.Status = where, response.StatusCode
	problem.retryAfter = retryAfter(response)
	return problem
}

// retryAfter is how long the server asks to wait, 0 when it does not: a 429 without the
// header counts as one second, and other refusals are for good.
func retryAfter(response *http.Response) time.Duration {
	if response.StatusCode != http.StatusTooManyRequests && response.StatusCode != http.StatusServiceUnavailable {
		return 0
	}
	seconds, err := strconv.Atoi(response.Header.Get("Retry-After"))
	switch {
	case err == nil && seconds >= 0:
		return max(time.Duration(seconds)*time.Second, time.Millisecond)
	case response.StatusCode == http.StatusTooManyRequests:
		return time.Second
	default:
		return 0
	}
}
