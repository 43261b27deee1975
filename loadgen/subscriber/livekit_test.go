package subscriber

import (
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
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/signal"
)

const (
	testKey    = "testkey"
	testSecret = "a-secret-of-at-least-thirty-two-characters"
)

// livekitServer is a real livekit-server on loopback for one test.
type livekitServer struct {
	url     string
	process *os.Process
}

// startLiveKit runs the server that GOMEET_LIVEKIT_SERVER names, and stops it after the test.
func startLiveKit(t *testing.T) *livekitServer {
	t.Helper()
	binary := os.Getenv("GOMEET_LIVEKIT_SERVER")
	if binary == "" {
		t.Skip("GOMEET_LIVEKIT_SERVER is not set: it names the livekit-server that this test runs against")
	}
	port := freePort(t)
	config := fmt.Sprintf("port: %d\nbind_addresses: [127.0.0.1]\nkeys: {%s: %s}\nlogging: {level: warn}\n"+
		"rtc: {port_range_start: 52000, port_range_end: 56000, tcp_port: 0, enable_loopback_candidate: true,"+
		" use_external_ip: false, interfaces: {includes: [lo]}}\n", port, testKey, testSecret)
	log, err := os.Create(filepath.Join(t.TempDir(), "livekit.log"))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(binary, "--config-body", config, "--node-ip", "127.0.0.1")
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
		_ = log.Close()
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("livekit-server said:\n%s", tail(string(text), 4000))
		}
	})
	server := &livekitServer{url: fmt.Sprintf("http://127.0.0.1:%d", port), process: command.Process}
	awaitTrue(t, "livekit-server answers", func() bool {
		response, err := http.Get(server.url)
		if err != nil {
			return false
		}
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
	return server
}

func tail(text string, bytes int) string { return text[max(0, len(text)-bytes):] }

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}

// awaitTrue polls a condition for at most 20 s.
func awaitTrue(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if condition() {
			return
		}
	}
	t.Fatalf("waited 20 s in vain: %s", what)
}

// accessToken signs a LiveKit token for one room (JWT, HMAC-SHA256).
func accessToken(room, identity string) string {
	encode := func(value any) string {
		text, _ := json.Marshal(value)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	signed := encode(map[string]string{"alg": "HS256", "typ": "JWT"}) + "." + encode(map[string]any{
		"iss": testKey, "sub": identity, "exp": time.Now().Add(time.Hour).Unix(),
		"video": map[string]any{"roomJoin": true, "room": room},
	})
	hash := hmac.New(sha256.New, []byte(testSecret))
	hash.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(hash.Sum(nil))
}

// join signs in to a room; the connection is closed after the test.
func (l *livekitServer) join(t *testing.T, room, identity string) (*signal.Conn, *livekit.JoinResponse) {
	t.Helper()
	conn, response, err := signal.Dial(context.Background(), signal.Options{
		URL: l.url, Token: accessToken(room, identity), AutoSubscribe: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn, response
}
