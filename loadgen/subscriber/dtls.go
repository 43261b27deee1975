package subscriber

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/pion/dtls/v3"
	"github.com/pion/srtp/v3"
)

// Lengths of SRTP_AEAD_AES_128_GCM: 128-bit keys and 96-bit salts (RFC 7714, section 12).
const (
	srtpKeyBytes  = 16
	srtpSaltBytes = 12
)

var errNoCertificate = errors.New("the server presented no DTLS certificate")

// srtpKeys are the two directions' contexts.
type srtpKeys struct{ inbound, outbound *srtp.Context }

// handshake runs DTLS as client over the pipe. The connection is the caller's, who retires it or uses it.
func (e *Engine) handshake(ctx context.Context, pipe *datagramPipe, fingerprint string) (*dtls.Conn, srtpKeys, error) {
	conn, err := dtls.ClientWithOptions(pipe, pipe.server,
		dtls.WithCertificates(e.certificate),
		dtls.WithInsecureSkipVerify(true), // the fingerprint in the SDP takes the authority's place
		dtls.WithExtendedMasterSecret(dtls.RequireExtendedMasterSecret),
		dtls.WithCipherSuites(dtls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
		dtls.WithSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM),
	)
	if err != nil {
		return nil, srtpKeys{}, err
	}
	if err := conn.HandshakeContext(ctx); err != nil {
		retire(conn, pipe)
		return nil, srtpKeys{}, err
	}
	keys, err := keysOf(conn, fingerprint)
	if err != nil {
		retire(conn, pipe)
		return nil, srtpKeys{}, err
	}
	return conn, keys, nil
}

// retire ends the connection on this side alone. Muting the pipe before the connection is closed ends
// all its goroutines and keeps the close_notify from the server, which therefore considers the
// association open; nothing is ever sent over it again.
func retire(conn *dtls.Conn, pipe *datagramPipe) {
	pipe.mute()
	_ = conn.Close() // reports that the muted pipe has ended, which is the intention
}

// keysOf checks who the server is and returns the SRTP contexts.
func keysOf(conn *dtls.Conn, fingerprint string) (keys srtpKeys, err error) {
	state, ok := conn.ConnectionState()
	if !ok || len(state.PeerCertificates) == 0 {
		return keys, errNoCertificate
	}
	if presented := "sha-256 " + fingerprintOf(state.PeerCertificates[0]); !strings.EqualFold(presented, fingerprint) {
		return keys, fmt.Errorf("the server's DTLS certificate has fingerprint %s, its offer said %s", presented, fingerprint)
	}
	return deriveKeys(&state)
}

// deriveKeys lays out the exported material as RFC 5764, section 4.2, says: both keys, then both
// salts, the client's first.
func deriveKeys(state *dtls.State) (keys srtpKeys, err error) {
	material, err := state.ExportKeyingMaterial("EXTRACTOR-dtls_srtp", nil, 2*(srtpKeyBytes+srtpSaltBytes))
	if err != nil {
		return keys, err
	}
	clientKey, serverKey := material[:16], material[16:32]
	clientSalt, serverSalt := material[32:44], material[44:56]
	if keys.outbound, err = srtp.CreateContext(clientKey, clientSalt, srtp.ProtectionProfileAeadAes128Gcm); err != nil {
		return keys, err
	}
	keys.inbound, err = srtp.CreateContext(serverKey, serverSalt, srtp.ProtectionProfileAeadAes128Gcm)
	return keys, err
}

const dtlsAlert = 21

// receiveDTLS feeds the handshake. After it, who has no data cares for the server's alert alone: it
// is encrypted, but LiveKit sends none except to close. The reason follows by signalling a moment
// later and says more, so the end is declared only at the second report from here, one to two seconds later.
func (s *Subscriber) receiveDTLS(datagram []byte, arrivalNs int64) {
	switch {
	case s.outbound != nil && datagram[0] == dtlsAlert:
		s.alerted = true
	case s.pipe != nil:
		if !s.pipe.deliver(datagram, arrivalNs) && s.data != nil {
			s.data.Dropped(1)
		}
	}
}
