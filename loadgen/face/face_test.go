package face_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"gomeet/loadgen/face"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/subscriber"
)

// startCoturn runs a real TURN server on loopback.
func startCoturn(t *testing.T) *face.TURNServer {
	t.Helper()
	return startCoturnWith(t, "--no-tls")
}

func startCoturnWith(t *testing.T, settings ...string) *face.TURNServer {
	t.Helper()
	program, err := exec.LookPath("turnserver")
	if err != nil {
		t.Skip("turnserver is not installed: apt-get install coturn")
	}
	port := livekittest.FreePort(t)
	command := exec.Command(program, append([]string{"-n", "--log-file", "stdout", "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1",
		"--listening-port", fmt.Sprint(port), "--min-port", "31000", "--max-port", "31099", "--no-dtls", "--no-cli",
		"--lt-cred-mech", "--realm", "test", "--user", "guest:word", "--allow-loopback-peers", "--pidfile", t.TempDir() + "/pid",
		"--userdb", t.TempDir() + "/users"}, settings...)...)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
	server := &face.TURNServer{Address: fmt.Sprintf("127.0.0.1:%d", port), Username: "guest", Credential: "word"}
	awaitSTUN(t, server.Address)
	return server
}

// awaitSTUN asks over UDP until there is an answer: coturn listens for TCP a little earlier.
func awaitSTUN(t *testing.T, address string) {
	t.Helper()
	socket, err := net.Dial("udp4", address)
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	bindingRequest := append([]byte{0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42}, make([]byte, 12)...) // RFC 8489, section 5
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		_, _ = socket.Write(bindingRequest) // refused until the port is open
		_ = socket.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		if _, err := socket.Read(make([]byte, 256)); err == nil {
			return
		} else if !errors.Is(err, os.ErrDeadlineExceeded) {
			time.Sleep(20 * time.Millisecond) // refused at once
		}
	}
	t.Fatal("coturn did not answer within 10 s")
}

func TestMediaComeThroughTURN(t *testing.T) {
	server, coturn := livekittest.Start(t), startCoturn(t)
	publish(t, server, face.Options{Kind: face.TURN, TURN: coturn})
	video, _ := watch(t, server, face.Options{Kind: face.TURN, TURN: coturn})
	t.Logf("%+v", video)
}

func TestMediaComeThroughLiveKitsOwnTURN(t *testing.T) {
	server := livekittest.StartWith(t, livekittest.Options{TURNPort: livekittest.FreePort(t)})
	publish(t, server, face.Options{Kind: face.Direct})
	watch(t, server, face.Options{Kind: face.TURN})
}

func TestMediaComeOverTCP(t *testing.T) {
	server := livekittest.StartWith(t, livekittest.Options{TCPPort: livekittest.FreePort(t)})
	publish(t, server, face.Options{Kind: face.TCP})
	watch(t, server, face.Options{Kind: face.TCP})
}

func TestALossyNetworkLosesAndIsRepaired(t *testing.T) {
	server := livekittest.Start(t)
	publish(t, server, face.Options{Kind: face.Direct})
	video, _ := watch(t, server, face.Options{Kind: face.Lossy, LossPercent: 10})
	if video.LostBeforeRepair() == 0 || video.NACKs == 0 {
		t.Errorf("nothing was lost or asked for again: %+v", video)
	}
}

func TestASlowNetworkIsLate(t *testing.T) {
	server := livekittest.Start(t)
	publish(t, server, face.Options{Kind: face.Direct})
	_, snapshot := watch(t, server, face.Options{Kind: face.Slow, DelayMs: 80, RateKbps: 3000})
	if latencyUs, _ := snapshot.VideoLatency.Quantile(0); latencyUs < 79_000 { // a bucket is 1 % wide
		t.Errorf("the shortest latency is %d us, expected 80,000 at least", latencyUs)
	}
}

func TestASilentTURNServerIsNamed(t *testing.T) {
	server := livekittest.Start(t)
	silent, err := net.ListenPacket("udp4", "127.0.0.1:0") // takes datagrams and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	engine, err := subscriber.NewEngine(subscriber.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	conn, joined := join(t, server, "viewer")
	options := face.Options{Kind: face.TURN, TURN: &face.TURNServer{Address: silent.LocalAddr().String(), Username: "u", Credential: "c"}}
	_, err = engine.Connect(withDeadline(t), subscriber.Options{Signal: conn, Join: joined, Route: faceOf(t, options, joined).Route()})
	var failed *subscriber.ConnectError
	if !errors.As(err, &failed) || failed.Stage != subscriber.StageRoute || !errors.Is(err, face.ErrTURNSilent) {
		t.Fatalf("error is %v, expected a ConnectError at stage route with ErrTURNSilent", err)
	}
	t.Log(err)
}

func TestARefusingTURNServerIsNamed(t *testing.T) {
	server, coturn := livekittest.Start(t), startCoturn(t)
	coturn.Credential = "wrong"
	_, joined := join(t, server, "viewer")
	own := faceOf(t, face.Options{Kind: face.TURN, TURN: coturn}, joined)
	_, err := own.Route()("udp", loopbackPort)
	var failed *face.Error
	if !errors.As(err, &failed) || errors.Is(err, face.ErrTURNSilent) {
		t.Fatalf("error is %v, expected a *face.Error that tells of the refusal", err)
	}
	t.Log(err)
}

func TestWithoutAnyTURNServerItIsSaid(t *testing.T) {
	set := face.NewSet([]face.Options{{Kind: face.TURN, Share: 1}}, 1)
	t.Cleanup(set.Close)
	if _, err := set.For(0, loopback, nil); err == nil {
		t.Fatal("a face without a TURN server was given")
	}
}
