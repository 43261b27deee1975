package face

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"os"

	"github.com/pion/turn/v5"
)

// socketTo is what a TURN client talks through: a UDP socket, or a TLS connection with STUN's framing.
func socketTo(options Options, source netip.Addr) (net.PacketConn, error) {
	if options.Kind != TURNS {
		return net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.AddrPortFrom(source, 0)))
	}
	authorities, err := authoritiesOf(options.Authority)
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: connectTimeout, LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(source, 0))}
	// The name that the certificate has to bear is taken from the address.
	conn, err := tls.DialWithDialer(dialer, "tcp4", options.TURN.Address, &tls.Config{RootCAs: authorities, MinVersion: tls.VersionTLS12})
	if err != nil {
		return nil, err
	}
	return turn.NewSTUNConn(conn), nil
}

// authoritiesOf reads whom to trust; nil is whom the machine trusts.
func authoritiesOf(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("whom to trust: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("whom to trust: %s has no certificate in PEM", file)
	}
	return pool, nil
}
