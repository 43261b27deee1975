// Package livekittest starts a real livekit-server for tests and signs tokens for it.
package livekittest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Key and Secret are those of every server that Start starts.
const (
	Key    = "test-key"
	Secret = "a-secret-of-at-least-thirty-two-characters"
)

// Server is a livekit-server on loopback, stopped when its test ends.
type Server struct {
	URL string // ws://127.0.0.1:port

	command *exec.Cmd
}

// Options are what a test may want of its server; the zero value is a server for UDP on 127.0.0.1.
type Options struct {
	RTC       []string // further lines of the configuration's rtc section, such as "use_ice_lite: true"
	TCPPort   int      // ICE over TCP, which LiveKit opens on every address; 0 is none
	TURNPort  int      // LiveKit's own TURN server over UDP; 0 is none
	Namespace string   // the network namespace to run in, by its name in `ip netns`; empty is this one
	Address   string   // in that namespace
}

// Start needs the program in GOMEET_LIVEKIT_SERVER, as setup built it; without it the test is skipped.
// The settings are Options.RTC.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	return StartWith(t, Options{RTC: settings})
}

// StartWith is Start with more to choose.
func StartWith(t testing.TB, options Options) *Server {
	t.Helper()
	program := os.Getenv("GOMEET_LIVEKIT_SERVER")
	if program == "" {
		t.Skip("GOMEET_LIVEKIT_SERVER is not set: it names the livekit-server program that `gomeet setup` builds")
	}
	if options.Address == "" {
		options.Address = "127.0.0.1"
	}
	port := FreePort(t)
	configuration := filepath.Join(t.TempDir(), "livekit.yaml")
	if err := os.WriteFile(configuration, options.configuration(port), 0o600); err != nil {
		t.Fatal(err)
	}
	line := []string{program, "--config", configuration, "--node-ip", options.Address}
	if options.Namespace != "" {
		line = append([]string{"ip", "netns", "exec", options.Namespace}, line...)
	}
	var log bytes.Buffer
	command := exec.Command(line[0], line[1:]...)
	command.Stdout, command.Stderr = &log, &log
	if err := command.Start(); err != nil {
		t.Fatalf("start %s: %v", program, err)
	}
	address := fmt.Sprintf("%s:%d", options.Address, port)
	server := &Server{URL: "ws://" + address, command: command}
	t.Cleanup(func() {
		server.Kill()
		if t.Failed() {
			t.Logf("livekit-server's log ends with:\n%s", tail(log.Bytes(), 6000))
		}
	})
	server.awaitReady(t, address)
	return server
}

// The ports lie below the kernel's ephemeral range, so clients' own sockets do not collide with them.
const configurationFormat = `port: %d
bind_addresses: ["%s"]
rtc:
  tcp_port: %d
  port_range_start: 20000
  port_range_end: 29999
  use_external_ip: false
  enable_loopback_candidate: true
  %s
%skeys:
  %s: %s
logging:
  level: warn
`

func (o Options) configuration(port int) []byte {
	turn := ""
	if o.TURNPort != 0 {
		turn = fmt.Sprintf("turn:\n  enabled: true\n  udp_port: %d\n  relay_range_start: 30000\n  relay_range_end: 30999\n  allow_restricted_peer_cidrs: [\"127.0.0.0/8\"]\n", o.TURNPort)
	}
	return fmt.Appendf(nil, configurationFormat, port, o.Address, o.TCPPort, strings.Join(o.RTC, "\n  "), turn, Key, Secret)
}

func (s *Server) awaitReady(t testing.TB, address string) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		response, err := http.Get("http://" + address + "/")
		if err == nil {
			_ = response.Body.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("livekit-server did not answer within 10 s: %v", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Kill ends the server at once, as a crash does.
func (s *Server) Kill() {
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
}

// Restart kills the server and starts it again at the same address, with nothing that it knew.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.Kill()
	s.command = exec.Command(s.command.Args[0], s.command.Args[1:]...)
	if err := s.command.Start(); err != nil {
		t.Fatalf("start %s again: %v", s.command.Args[0], err)
	}
	s.awaitReady(t, strings.TrimPrefix(s.URL, "ws://"))
}

// Token is an access token that lets an identity join a room, publish and subscribe.
func Token(room, identity string) string {
	encode := func(value any) string {
		text, _ := json.Marshal(value) // maps of strings and numbers always encode
		return base64.RawURLEncoding.EncodeToString(text)
	}
	head := encode(map[string]any{"alg": "HS256", "typ": "JWT"})
	now := time.Now()
	body := encode(map[string]any{
		"iss": Key, "sub": identity, "nbf": now.Add(-time.Minute).Unix(), "exp": now.Add(time.Hour).Unix(),
		"video": map[string]any{"roomJoin": true, "room": room, "canPublish": true, "canSubscribe": true},
	})
	signature := hmac.New(sha256.New, []byte(Secret))
	signature.Write([]byte(head + "." + body))
	return head + "." + body + "." + base64.RawURLEncoding.EncodeToString(signature.Sum(nil))
}

// FreePort is one that nobody has at the moment, neither for TCP nor for UDP.
func FreePort(t testing.TB) int {
	t.Helper()
	for {
		listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := listener.Addr().(*net.TCPAddr)
		socket, err := net.ListenUDP("udp", &net.UDPAddr{IP: address.IP, Port: address.Port})
		_ = listener.Close()
		if err == nil {
			_ = socket.Close()
			return address.Port
		}
	}
}

func tail(text []byte, length int) []byte {
	return text[max(0, len(text)-length):]
}
