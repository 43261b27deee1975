package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

const apiKey = "bench"

// mediaServer is the livekit-server under both kinds of load.
type mediaServer struct {
	url, secret string
	directory   string
	command     *exec.Cmd
	log         bytes.Buffer
}

// Without congestion control whoever asks for repairs too often is not given a smaller picture: all kinds
// receive the same, even where one of them cannot quite keep up. The media ports lie below the kernel's ephemeral range, which the subscribers' sockets use.
const serverConfiguration = `port: %d
bind_addresses: ["127.0.0.1"]
rtc:
  tcp_port: 0
  port_range_start: 20000
  port_range_end: 29999
  use_external_ip: false
  enable_loopback_candidate: true
  interfaces: {includes: [lo]}
  congestion_control: {enabled: false}
keys: {%s: %s}
logging: {level: error}
`

func startServer(ctx context.Context, program string) (*mediaServer, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	server := &mediaServer{url: fmt.Sprintf("ws://127.0.0.1:%d", port), secret: rand.Text() + rand.Text()}
	if server.directory, err = os.MkdirTemp("", "gomeet-bench-"); err != nil {
		return nil, err
	}
	configuration := filepath.Join(server.directory, "livekit.yaml")
	text := fmt.Appendf(nil, serverConfiguration, port, apiKey, server.secret)
	if err := os.WriteFile(configuration, text, 0o600); err != nil {
		return nil, err
	}
	server.command = exec.Command(program, "--config", configuration, "--node-ip", "127.0.0.1")
	server.command.Stdout, server.command.Stderr = &server.log, &server.log
	if err := server.command.Start(); err != nil {
		server.removeDirectory()
		return nil, fmt.Errorf("start livekit-server: %w", err)
	}
	if err := server.awaitReady(ctx, port); err != nil {
		server.stop()
		return nil, err
	}
	return server, nil
}

func (s *mediaServer) awaitReady(ctx context.Context, port int) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d/", port), nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			return response.Body.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("livekit-server does not answer on port %d: %w; its log:\n%s", port, ctx.Err(), s.log.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// complaints are the end of the errors that the server has logged, nil without any. They are complete
// only when it has ended, so it is stopped.
func (s *mediaServer) complaints() error {
	s.stop()
	text := s.log.Bytes()
	if len(text) == 0 {
		return nil
	}
	return fmt.Errorf("livekit-server's log ends with:\n%s", text[max(0, len(text)-complaintBytes):])
}

const complaintBytes = 2000

// stop kills the server: with participants in a room it would not end by itself for long.
func (s *mediaServer) stop() {
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
	s.removeDirectory()
}

func (s *mediaServer) removeDirectory() { _ = os.RemoveAll(s.directory) }

func freePort(ctx context.Context) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer func() { _ = listener.Close() }()
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("listener has an unexpected address %v", listener.Addr())
	}
	return address.Port, nil
}
