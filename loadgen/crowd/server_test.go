package crowd_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// server answers as the signaling API does, with faults at will: what the real one does only when it
// is restarted, cut off or broken.
type server struct {
	t     *testing.T
	url   string
	mutex sync.Mutex
	seats map[string]int
	peers map[string][]*peer
	said  map[string]int
	seen  map[string]bool // source addresses of WebSockets
	ended []string

	faults
}

type faults struct {
	skipSequence    int  // this line reaches nobody
	refuseTickets   bool // with 401
	inFragments     bool
	busyOnce        bool // the first to join is told to come again later
	warnsBusy       bool // and was told before that the server would end its connection
	reconnectOnce   bool // the first connection is sent away
	dropFirstAtLine int  // the first connection is cut after so many lines
}

type peer struct {
	mutex sync.Mutex
	*websocket.Conn
}

func startServer(t *testing.T, f faults) *server {
	t.Helper()
	s := &server{
		t: t, faults: f, seats: map[string]int{}, peers: map[string][]*peer{}, said: map[string]int{}, seen: map[string]bool{},
	}
	listener := httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(listener.Close)
	s.url = listener.URL
	return s
}

func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	path := strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v1/"), "/")
	answer := func(status int, body any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(body)
	}
	switch {
	case r.URL.Path == "/ws":
		s.mutex.Unlock()
		s.converse(w, r)
		s.mutex.Lock()
	case r.URL.Path == "/api/v1/auth/login":
		answer(200, map[string]any{"accessToken": "logged-in", "expiresIn": 900})
	case !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer "):
		answer(401, map[string]any{"title": "Unauthenticated", "detail": "no token"})
	case path[0] == "ws-tickets" && s.refuseTickets:
		answer(401, map[string]any{"title": "Unauthenticated", "detail": "the token was not taken"})
	case path[0] == "ws-tickets":
		answer(201, map[string]any{"ticket": "once"})
	case len(path) == 1:
		answer(201, map[string]any{"id": fmt.Sprintf("room-%d", len(s.seats)+1)})
		s.seats[fmt.Sprintf("room-%d", len(s.seats)+1)] = 0
	case path[2] == "join":
		s.seats[path[1]]++
		answer(200, map[string]any{"livekit": map[string]string{"url": "ws://x", "token": "m"}})
	case path[2] == "end":
		s.ended = append(s.ended, path[1])
		answer(204, nil)
	}
}

type message struct {
	Type   string `json:"type"`
	Ticket string `json:"ticket"`
	RoomID string `json:"roomId"`
	Text   string `json:"text"`
	Ref    string `json:"ref"`
}

func (s *server) converse(w http.ResponseWriter, r *http.Request) {
	connection, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer connection.Close()
	p := &peer{Conn: connection}
	s.mutex.Lock()
	s.seen[strings.Split(r.RemoteAddr, ":")[0]] = true
	goAway := s.reconnectOnce
	s.reconnectOnce = false
	isBusy := s.busyOnce
	s.busyOnce = false
	s.mutex.Unlock()
	var roomID string
	for {
		var m message
		if connection.ReadJSON(&m) != nil {
			return
		}
		switch m.Type {
		case "authenticate":
			if m.Ticket != "once" {
				s.t.Errorf("ticket %q", m.Ticket)
			}
			s.say(p, map[string]string{"type": "authenticated"})
		case "join_room":
			if isBusy {
				if s.warnsBusy {
					s.say(p, map[string]any{"type": "reconnect", "afterMs": 1})
				}
				s.say(p, map[string]string{"type": "error", "code": "unavailable", "message": "come again later"})
				continue
			}
			roomID = m.RoomID
			s.mutex.Lock()
			s.peers[roomID] = append(s.peers[roomID], p)
			s.mutex.Unlock()
			s.say(p, map[string]string{"type": "joined"})
			_ = connection.WriteControl(websocket.PingMessage, []byte("there?"), time.Now().Add(time.Second))
			if goAway {
				s.say(p, map[string]any{"type": "reconnect", "afterMs": 300}) // when all others are in
				_ = connection.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1012, "restart"), time.Now().Add(time.Second))
			}
		case "chat":
			s.chat(p, roomID, m)
		}
	}
}

func (s *server) chat(from *peer, roomID string, m message) {
	s.mutex.Lock()
	s.said[roomID]++
	sequence := s.said[roomID]
	peers := append([]*peer(nil), s.peers[roomID]...)
	s.mutex.Unlock()
	s.say(from, map[string]any{"type": "chat_accepted", "sequence": sequence, "ref": m.Ref})
	if sequence == s.skipSequence {
		return
	}
	for i, p := range peers {
		s.say(p, map[string]any{"type": "chat_message", "roomId": roomID, "sequence": sequence, "text": m.Text})
		_ = p.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
		if i == 0 && sequence == s.dropFirstAtLine {
			_ = p.NetConn().Close()
		}
	}
}

func (s *server) say(p *peer, what any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	text, _ := json.Marshal(what)
	if !s.inFragments {
		_ = p.WriteMessage(websocket.TextMessage, text)
		return
	}
	// Written past gorilla, which has no way to put a ping between two fragments and leaves its deadlines behind.
	frames := append([]byte{0x01, 5}, text[:5]...)
	frames = append(frames, 0x89, 1, 'x') // a ping between two fragments
	frames = append(frames, 0x80, 126, byte((len(text)-5)>>8), byte(len(text)-5))
	_ = p.NetConn().SetWriteDeadline(time.Time{})
	_, _ = p.NetConn().Write(append(frames, text[5:]...))
}
