package meeting_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gorilla/websocket"

	"gomeet/loadgen/livekittest"
)

// door answers as the signaling API does and signs true tokens for a real livekit-server. The
// API itself, with its database, is exercised by the platform's own tests.
type door struct {
	URL     string
	joins   atomic.Int64
	leaves  atomic.Int64
	rooms   atomic.Int64
	ends    atomic.Int64
	refuses atomic.Int64 // so many logins are refused first
	forged  atomic.Bool  // tokens are given that the media server does not accept
	sockets atomic.Int64
}

func openDoor(t *testing.T, livekitURL string) *door {
	t.Helper()
	d := &door{}
	routes := http.NewServeMux()
	routes.HandleFunc("POST /api/v1/auth/login", func(w http.ResponseWriter, r *http.Request) {
		if d.refuses.Add(-1) >= 0 {
			w.Header().Set("Retry-After", "0")
			write(w, 429, map[string]any{"title": "Too many requests"})
			return
		}
		var body struct{ Email string }
		_ = json.NewDecoder(r.Body).Decode(&body)
		write(w, 200, map[string]any{"accessToken": body.Email, "expiresIn": 900})
	})
	routes.HandleFunc("POST /api/v1/rooms", func(w http.ResponseWriter, _ *http.Request) {
		write(w, 201, map[string]any{"id": fmt.Sprintf("room-%d", d.rooms.Add(1))})
	})
	routes.HandleFunc("POST /api/v1/rooms/{id}/end", func(w http.ResponseWriter, _ *http.Request) {
		d.ends.Add(1)
		w.WriteHeader(204)
	})
	routes.HandleFunc("POST /api/v1/rooms/{id}/join", func(w http.ResponseWriter, r *http.Request) {
		d.joins.Add(1)
		identity := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		token := livekittest.Token(r.PathValue("id"), identity)
		if d.forged.Load() {
			token += "x"
		}
		write(w, 200, map[string]any{"livekit": map[string]string{"url": livekitURL, "token": token}})
	})
	routes.HandleFunc("POST /api/v1/rooms/{id}/leave", func(w http.ResponseWriter, _ *http.Request) {
		d.leaves.Add(1)
		w.WriteHeader(204)
	})
	routes.HandleFunc("POST /api/v1/ws-tickets", func(w http.ResponseWriter, r *http.Request) {
		write(w, 201, map[string]any{"ticket": r.Header.Get("Authorization")})
	})
	routes.HandleFunc("/ws", d.converse)
	server := httptest.NewServer(routes)
	t.Cleanup(server.Close)
	d.URL = server.URL
	return d
}

func (d *door) converse(w http.ResponseWriter, r *http.Request) {
	connection, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer connection.Close()
	d.sockets.Add(1)
	defer d.sockets.Add(-1)
	for {
		var message struct{ Type string }
		if connection.ReadJSON(&message) != nil {
			return
		}
		reply := map[string]string{"authenticate": "authenticated", "join_room": "joined", "leave_room": "left"}[message.Type]
		if connection.WriteJSON(map[string]string{"type": reply}) != nil {
			return
		}
	}
}

func write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		panic(fmt.Sprintf("answer %v: %v", body, err))
	}
}
