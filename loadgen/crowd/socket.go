package crowd

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/sys/unix"
)

// endpoint is where the WebSockets go.
type endpoint struct {
	address *unix.SockaddrInet4
	upgrade []byte // the whole request
}

// accepted is the answer that belongs to the fixed key in the request below. RFC 6455 wants a random
// key so that a cache between the two cannot answer; a load test has none in between.
const (
	upgradeKey = "dGhlIHNhbXBsZSBub25jZQ=="
	acceptKey  = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
)

func newEndpoint(apiURL string) (*endpoint, error) {
	parsed, err := url.Parse(apiURL)
	if err != nil || parsed.Scheme != "http" {
		return nil, fmt.Errorf("API URL %q: accepted is http://host:port", apiURL)
	}
	port := parsed.Port()
	if port == "" {
		port = "80"
	}
	resolved, err := net.ResolveTCPAddr("tcp4", net.JoinHostPort(parsed.Hostname(), port))
	if err != nil {
		return nil, fmt.Errorf("API URL %q: %w", apiURL, err)
	}
	request := "GET " + strings.TrimSuffix(parsed.Path, "/") + "/ws HTTP/1.1\r\nHost: " + parsed.Host +
		"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + upgradeKey + "\r\n\r\n"
	address := &unix.SockaddrInet4{Port: resolved.Port}
	copy(address.Addr[:], resolved.IP.To4())
	return &endpoint{address: address, upgrade: []byte(request)}, nil
}

// dial begins to connect from the source address; the descriptor is writable when that is done.
func (e *endpoint) dial(source netip.Addr) (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, fmt.Errorf("socket: %w", err)
	}
	if err := e.connect(fd, source); err != nil {
		_ = unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

func (e *endpoint) connect(fd int, source netip.Addr) error {
	// A message is small and waits for none after it.
	if err := unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1); err != nil {
		return fmt.Errorf("TCP_NODELAY: %w", err)
	}
	if source.IsValid() {
		// The port is then chosen when connecting, where only the pair of both ends must be unique.
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_BIND_ADDRESS_NO_PORT, 1); err != nil {
			return fmt.Errorf("IP_BIND_ADDRESS_NO_PORT: %w", err)
		}
		if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: source.As4()}); err != nil {
			return fmt.Errorf("bind %s: %w", source, err)
		}
	}
	if err := unix.Connect(fd, e.address); err != nil && err != unix.EINPROGRESS {
		return fmt.Errorf("connect: %w", err)
	}
	return nil
}

// connectError is how the connecting of a writable descriptor ended.
func connectError(fd int) error {
	number, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err == nil && number != 0 {
		err = unix.Errno(number)
	}
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	return nil
}
