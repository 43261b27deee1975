package face

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/logging"
	"github.com/pion/turn/v5"
)

var errNoTURN = errors.New("LiveKit named no TURN server over UDP: turn it on there, or give its address in the plan's faces")

// ErrTURNSilent is a TURN server from which no answer came.
var ErrTURNSilent = errors.New("no answer")

// serverOf is the first TURN server over UDP among those that LiveKit names to a participant,
// such as turn:10.0.0.1:3478?transport=udp.
func serverOf(join *livekit.JoinResponse) (*TURNServer, error) {
	for _, server := range join.GetIceServers() {
		for _, url := range server.GetUrls() {
			address, isTURN := strings.CutPrefix(url, "turn:")
			address, query, _ := strings.Cut(address, "?")
			if isTURN && (query == "" || query == "transport=udp") {
				return &TURNServer{Address: address, Username: server.GetUsername(), Credential: server.GetCredential()}, nil
			}
		}
	}
	return nil, &Error{Kind: TURN, Cause: errNoTURN}
}

// allocation is a relayed address on a TURN server, used towards one address of the media server.
type allocation struct {
	net.PacketConn // the relayed address
	client         *turn.Client
	socket         *net.UDPConn
	server         net.Addr
}

// allocate asks the TURN server for a relayed address. It gives up after connectTimeout.
func allocate(turnServer TURNServer, source netip.Addr, server netip.AddrPort) (far, error) {
	socket, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.AddrPortFrom(source, 0)))
	if err != nil {
		return nil, fmt.Errorf("open a socket towards TURN: %w", err)
	}
	silent := logging.NewDefaultLoggerFactory()
	silent.DefaultLogLevel = logging.LogLevelDisabled // errors come back by themselves
	client, err := turn.NewClient(&turn.ClientConfig{
		TURNServerAddr: turnServer.Address, Username: turnServer.Username, Password: turnServer.Credential,
		Conn: socket, LoggerFactory: silent,
	})
	if err != nil {
		_ = socket.Close()
		return nil, fmt.Errorf("TURN server %s: %w", turnServer.Address, err)
	}
	a := &allocation{client: client, socket: socket, server: net.UDPAddrFromAddrPort(server)}
	if err = client.Listen(); err == nil {
		err = a.request()
	}
	if err != nil {
		a.end()
		return nil, fmt.Errorf("TURN server %s: %w", turnServer.Address, err)
	}
	return a, nil
}

// request waits for the allocation. The library repeats itself for half a minute; closing the client
// ends that early.
func (a *allocation) request() (err error) {
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		a.PacketConn, err = a.client.Allocate()
	}()
	select {
	case <-answered:
		return err
	case <-time.After(connectTimeout):
		a.end()
		<-answered
		return fmt.Errorf("%w within %v", ErrTURNSilent, connectTimeout)
	}
}

func (a *allocation) Read(buffer []byte) (int, error) {
	size, _, err := a.ReadFrom(buffer)
	return size, err
}

// Write asks for the permission to reach the media server with the first datagram.
func (a *allocation) Write(datagram []byte) (int, error) { return a.WriteTo(datagram, a.server) }

// Close gives the relayed address back.
func (a *allocation) Close() error {
	err := a.PacketConn.Close()
	a.end()
	return err
}

func (a *allocation) seen() netip.AddrPort { return a.LocalAddr().(*net.UDPAddr).AddrPort() }

func (a *allocation) end() {
	a.client.Close()
	_ = a.socket.Close()
}
