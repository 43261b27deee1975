package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"gomeet/loadgen/api"
)

// records keeps what a client measured.
type records struct {
	mutex    sync.Mutex
	answered []string
	failed   []string
	refused  []int
}

func (r *records) Answered(where string, _ time.Duration) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.answered = append(r.answered, where)
}

func (r *records) Failed(where string, _ error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.failed = append(r.failed, where)
}

func (r *records) Refused(_ string, status int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.refused = append(r.refused, status)
}

func client(t *testing.T, handler http.HandlerFunc, source string) (*api.Client, *records) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	seen := &records{}
	c, err := api.New(api.Options{URL: server.URL, SourceAddress: netip.MustParseAddr(source), Recorder: seen})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, seen
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func TestARefusalIsWaitedOutCountedAndTriedAgain(t *testing.T) {
	calls := 0
	c, seen := client(t, func(w http.ResponseWriter, _ *http.Request) {
		calls++
		if calls <= 2 {
			w.Header().Set("Retry-After", "0")
			answer(w, []int{429, 503}[calls-1], map[string]any{"title": "Too many requests"})
			return
		}
		answer(w, 200, map[string]any{"accessToken": "t", "expiresIn": 900})
	}, "127.0.0.1")
	if err := c.Login(t.Context(), time.Now(), "a@b.c", "p"); err != nil {
		t.Fatal(err)
	}
	if len(seen.refused) != 2 || seen.refused[0] != 429 || seen.refused[1] != 503 || len(seen.answered) != 1 || !c.SignedIn() {
		t.Errorf("refused %v, answered %v", seen.refused, seen.answered)
	}
}

func TestWaitingForARefusalEndsWithTheContext(t *testing.T) {
	c, seen := client(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		answer(w, 429, nil)
	}, "127.0.0.1")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := c.Login(ctx, time.Now(), "a@b.c", "p"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v", err)
	}
	if len(seen.failed) != 0 {
		t.Errorf("an interruption was counted as a failure: %v", seen.failed)
	}
}

func TestAProblemIsReportedWithItsDetail(t *testing.T) {
	c, seen := client(t, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 401, map[string]any{"title": "Wrong", "detail": "no such account"})
	}, "127.0.0.1")
	err := c.Login(t.Context(), time.Now(), "a@b.c", "p")
	var problem *api.ProblemError
	if !errors.As(err, &problem) || problem.Status != 401 || problem.Detail != "no such account" {
		t.Errorf("error is %v", err)
	}
	if len(seen.failed) != 1 || seen.failed[0] != "login" {
		t.Errorf("failed is %v", seen.failed)
	}
}

func TestRequestsComeFromTheirSourceAddressOverOneConnection(t *testing.T) {
	from := map[string]bool{}
	c, _ := client(t, func(w http.ResponseWriter, r *http.Request) {
		from[r.RemoteAddr] = true
		answer(w, 200, map[string]any{"accessToken": "t", "expiresIn": 900, "livekit": map[string]string{"url": "ws://x", "token": "m"}})
	}, "127.9.8.7")
	if err := c.Login(t.Context(), time.Now(), "a@b.c", "p"); err != nil {
		t.Fatal(err)
	}
	admission, err := c.Join(t.Context(), time.Now(), "room/1")
	if err != nil || admission.URL != "ws://x" || admission.Token != "m" {
		t.Errorf("admission %+v, error %v", admission, err)
	}
	if len(from) != 1 {
		t.Errorf("requests came over %d connections: %v", len(from), from)
	}
	for address := range from {
		if netip.MustParseAddrPort(address).Addr().String() != "127.9.8.7" {
			t.Errorf("a request came from %s", address)
		}
	}
}

func TestTheTicketGoesInTheFirstMessageAndTheSocketsEndIsTold(t *testing.T) {
	ended := make(chan error, 1)
	got := make(chan map[string]string, 2)
	c, _ := client(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ws" {
			answer(w, 201, map[string]any{"ticket": "once"})
			return
		}
		connection, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer connection.Close()
		for _, reply := range []string{"authenticated", "joined"} {
			var message map[string]string
			if connection.ReadJSON(&message) != nil {
				return
			}
			got <- message
			_ = connection.WriteJSON(map[string]string{"type": reply})
		}
	}, "127.0.0.1")
	if err := c.EnterRoom(t.Context(), "r1", func(err error) { ended <- err }); err != nil {
		t.Fatal(err)
	}
	if first := <-got; first["type"] != "authenticate" || first["ticket"] != "once" {
		t.Errorf("first message %v", first)
	}
	if second := <-got; second["type"] != "join_room" || second["roomId"] != "r1" {
		t.Errorf("second message %v", second)
	}
	if err := <-ended; err == nil {
		t.Error("the end has no reason")
	}
}
