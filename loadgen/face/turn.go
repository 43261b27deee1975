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

var errNoTURN = errors.New("LiveKit named no TURN server of this kind: turn it on there, or give its address in the plan's faces")

// ErrTURNSilent is a TURN server from which no answer came.
var ErrTURNSilent = errors.New("no answer")

// serverOf is the first TURN server of the kind among those that LiveKit names to a participant, such as
// turn:10.0.0.1:3478?transport=udp or turns:turn.example.com:443?transport=tcp.
func serverOf(join *livekit.JoinResponse, kind Kind) (*TURNServer, error) {
	transport := "transport=udp"
	if kind == TURNS {
		transport = "transport=tcp"
	}
	for _, server := range join.GetIceServers() {
		for _, url := range server.GetUrls() {
			address, isOfKind := strings.CutPrefix(url, string(kind)+":")
			address, query, _ := strings.Cut(address, "?")
			if isOfKind && (query == "" || query == transport) {
				return &TURNServer{Address: address, Username: server.GetUsername(), Credential: server.GetCredential()}, nil
			}
		}
	}
	return nil, &Error{Kind: kind, Cause: errNoTURN}
}

// allocation is a relayed address on a TURN server, used towards one address of the media server.
type allocation struct {
	net.PacketConn // the relayed address
	client         *turn.Client
	socket         net.PacketConn
	server         net.Addr
}

// allocate asks the TURN server for a relayed address. It gives up after connectTimeout.
func allocate(options Options, source netip.Addr, server netip.AddrPort) (far, error) {
	turnServer := *options.TURN
	socket, err := socketTo(options, source)
	if err != nil {
		return nil, fmt.Errorf("open a socket towards TURN server %s: %w", turnServer.Address, err)
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
