// Package httpapi is how the signaling API orders recordings: HTTP on an address that only it reaches, with a token that both know.
package httpapi

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"

	"gomeet/recorder/compose"
	"gomeet/recorder/library"
)

// Server answers the API.
type Server struct {
	Library *library.Library
	Token   string
}

// Handler routes. Health needs no token: it tells nothing of anybody.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, s.Library.Load()) })
	mux.Handle("POST /recordings", s.authenticated(s.start))
	mux.Handle("GET /recordings/{id}", s.authenticated(s.get))
	mux.Handle("DELETE /recordings/{id}", s.authenticated(s.delete))
	mux.Handle("POST /recordings/{id}/stop", s.authenticated(s.stop))
	mux.Handle("GET /recordings/{id}/content", s.authenticated(s.content))
	return mux
}

func (s *Server) authenticated(handle http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		// Digests have one length, so the comparison takes the same time whatever was given.
		right, offered := sha256.Sum256([]byte(s.Token)), sha256.Sum256([]byte(given))
		if subtle.ConstantTimeCompare(right[:], offered[:]) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			refuse(w, http.StatusUnauthorized, "unauthenticated", errors.New("the recorder's token is missing or wrong"))
			return
		}
		handle(w, r)
	})
}

type startRequest struct {
	ID         string `json:"id"`
	RoomName   string `json:"roomName"`
	LivekitURL string `json:"livekitUrl"`
	Token      string `json:"token"`
}

var idPattern = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func (r startRequest) check() error {
	address, err := url.Parse(r.LivekitURL)
	switch {
	case !idPattern.MatchString(r.ID):
		return errors.New("id: a UUID in lower case") // it becomes the name of a folder
	case r.RoomName == "" || len(r.RoomName) > 255:
		return errors.New("roomName: 1 to 255 bytes")
	case err != nil || (address.Scheme != "ws" && address.Scheme != "wss"):
		return errors.New("livekitUrl: a ws:// or wss:// address")
	case r.Token == "":
		return errors.New("token: an access token of LiveKit")
	}
	return nil
}

const maxBodyBytes = 16 * 1024

func (s *Server) start(w http.ResponseWriter, r *http.Request) {
	var request startRequest
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&request)
	if err == nil {
		err = request.check()
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, "invalid-request", err)
		return
	}
	state, err := s.Library.Start(library.Order{ID: request.ID, RoomName: request.RoomName, URL: request.LivekitURL, Token: request.Token})
	if err != nil {
		refuseFor(w, err)
		return
	}
	w.Header().Set("Location", "/recordings/"+request.ID)
	answer(w, http.StatusCreated, state)
}

func (s *Server) get(w http.ResponseWriter, r *http.Request) {
	state, err := s.Library.Get(r.PathValue("id"))
	if err != nil {
		refuseFor(w, err)
		return
	}
	answer(w, http.StatusOK, state)
}

func (s *Server) stop(w http.ResponseWriter, r *http.Request) {
	state, err := s.Library.Stop(r.Context(), r.PathValue("id"))
	if err != nil {
		refuseFor(w, err)
		return
	}
	answer(w, http.StatusOK, state)
}

func (s *Server) delete(w http.ResponseWriter, r *http.Request) {
	if err := s.Library.Delete(r.PathValue("id")); err != nil {
		refuseFor(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// content sends the video, or the part of it that Range asks for.
func (s *Server) content(w http.ResponseWriter, r *http.Request) {
	path, err := s.Library.File(r.PathValue("id"))
	if err != nil {
		refuseFor(w, err)
		return
	}
	file, err := os.Open(path)
	if err != nil {
		refuseFor(w, err)
		return
	}
	defer func() { _ = file.Close() }()
	about, err := file.Stat()
	if err != nil {
		refuseFor(w, err)
		return
	}
	w.Header().Set("Content-Type", compose.ContentType)
	w.Header().Set("ETag", fmt.Sprintf(`"%x-%x"`, about.ModTime().UnixNano(), about.Size()))
	http.ServeContent(w, r, "", about.ModTime(), file)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // fails when the caller has gone
}

func refuse(w http.ResponseWriter, status int, code string, err error) {
	answer(w, status, map[string]string{"code": code, "message": err.Error()})
}

// retryAfterSeconds is a guess at when a place may be free.
const retryAfterSeconds = "30"

func refuseFor(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, library.ErrUnknown):
		refuse(w, http.StatusNotFound, "unknown", err)
	case errors.Is(err, library.ErrRunning), errors.Is(err, library.ErrNotReady):
		refuse(w, http.StatusConflict, "wrong-state", err)
	case errors.Is(err, library.ErrBusy):
		w.Header().Set("Retry-After", retryAfterSeconds)
		refuse(w, http.StatusServiceUnavailable, "busy", err)
	case errors.Is(err, library.ErrDiskFull):
		w.Header().Set("Retry-After", retryAfterSeconds)
		refuse(w, http.StatusServiceUnavailable, "disk-full", err)
	default:
		refuse(w, http.StatusBadGateway, "failed", err)
	}
}
