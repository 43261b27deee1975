// Package recordertest gives tests a real LiveKit room with people in it who send known pictures and sounds.
package recordertest

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
)

const (
	key    = "recorder-test"
	secret = "a secret of the tests of at least 32 characters"
	// Room is the name of the room in which tests meet.
	Room = "recorded"
)

// StartLiveKit starts the program that GOMEET_LIVEKIT_SERVER names; without it the test is skipped. It returns its address.
func StartLiveKit(t *testing.T) string {
	t.Helper()
	program := os.Getenv("GOMEET_LIVEKIT_SERVER")
	if program == "" {
		t.Skip("GOMEET_LIVEKIT_SERVER is not set: it names the livekit-server program that `gomeet setup` builds")
	}
	port := freePort(t)
	configuration := filepath.Join(t.TempDir(), "livekit.yaml")
	text := fmt.Sprintf("port: %d\nbind_addresses: [127.0.0.1]\nrtc:\n  tcp_port: 0\n  port_range_start: 20000\n  port_range_end: 29999\n"+
		"  use_external_ip: false\n  enable_loopback_candidate: true\nkeys:\n  %s: %s\nlogging:\n  level: warn\n", port, key, secret)
	if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "--config", configuration, "--node-ip", "127.0.0.1")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	address := fmt.Sprintf("127.0.0.1:%d", port)
	Eventually(t, "livekit-server answers", func() bool {
		response, err := http.Get("http://" + address)
		if err == nil {
			_ = response.Body.Close()
		}
		return err == nil
	})
	return "ws://" + address
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}

// Eventually waits for a condition, 30 s at most.
func Eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within 30 s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Token is one with which the recorder joins: unseen, and allowed to receive only.
func Token(t *testing.T) string {
	t.Helper()
	deny := false
	return sign(t, &auth.VideoGrant{RoomJoin: true, Room: Room, Hidden: true, Recorder: true, CanPublish: &deny, CanPublishData: &deny}, "recorder")
}

func sign(t *testing.T, grant *auth.VideoGrant, identity string) string {
	t.Helper()
	token, err := auth.NewAccessToken(key, secret).SetIdentity(identity).SetVideoGrant(grant).ToJWT()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// Rooms orders the server to do something to rooms.
func Rooms(url string) *lksdk.RoomServiceClient {
	return lksdk.NewRoomServiceClient(strings.Replace(url, "ws", "http", 1), key, secret)
}

// Person is somebody in the room.
type Person struct{ Room *lksdk.Room }

// Enter joins the room.
func Enter(t *testing.T, url, identity string) *Person {
	t.Helper()
	lksdk.SetLogger(logger.GetDiscardLogger())
	room, err := lksdk.ConnectToRoomWithToken(url, sign(t, &auth.VideoGrant{RoomJoin: true, Room: Room}, identity),
		lksdk.NewRoomCallback(), lksdk.WithDisableRegionDiscovery())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(room.Disconnect)
	return &Person{Room: room}
}

// Clip makes a file by ffmpeg: what a lavfi source shows, encoded.
func Clip(t *testing.T, name, source string, encoder ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	FFmpeg(t, append(append([]string{"-f", "lavfi", "-i", source}, encoder...), file)...)
	return file
}

// FFmpeg runs it and returns its words.
func FFmpeg(t *testing.T, arguments ...string) string {
	t.Helper()
	words, err := exec.Command("ffmpeg", append([]string{"-hide_banner", "-nostdin", "-y"}, arguments...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, words)
	}
	return string(words)
}

// VP8 and Opus are the encoders of nearly every call, in a haste that tests need.
var (
	VP8  = []string{"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "500k", "-g", "30", "-auto-alt-ref", "0", "-f", "ivf"}
	Opus = []string{"-c:a", "libopus", "-b:a", "32k", "-page_duration", "20000", "-f", "ogg"}
)
