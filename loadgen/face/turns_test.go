package face_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gomeet/loadgen/face"
	"gomeet/loadgen/livekittest"
)

// certificate writes one for 127.0.0.1 that signs itself, and its key.
func certificate(t *testing.T) (certificateFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	certificateFile, keyFile = filepath.Join(folder, "certificate.pem"), filepath.Join(folder, "key.pem")
	for path, block := range map[string]pem.Block{
		certificateFile: {Type: "CERTIFICATE", Bytes: signed}, keyFile: {Type: "PRIVATE KEY", Bytes: private},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(&block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certificateFile, keyFile
}

// startCoturnOverTLS returns the place where it speaks TLS, and whom to trust.
func startCoturnOverTLS(t *testing.T) (server *face.TURNServer, authority string) {
	t.Helper()
	certificateFile, keyFile := certificate(t)
	port := livekittest.FreePort(t)
	server = startCoturnWith(t, "--tls-listening-port", fmt.Sprint(port), "--cert", certificateFile, "--pkey", keyFile)
	server.Address = fmt.Sprintf("127.0.0.1:%d", port)
	return server, certificateFile
}

func TestMediaComeThroughTURNOverTLS(t *testing.T) {
	server := livekittest.Start(t)
	coturn, authority := startCoturnOverTLS(t)
	publish(t, server, face.Options{Kind: face.TURNS, TURN: coturn, Authority: authority})
	video, _ := watch(t, server, face.Options{Kind: face.TURNS, TURN: coturn, Authority: authority})
	t.Logf("%+v", video)
}

func TestATURNServerWithACertificateOfSomebodyElseIsNamed(t *testing.T) {
	coturn, _ := startCoturnOverTLS(t)
	other, _ := certificate(t)
	own := faceOf(t, face.Options{Kind: face.TURNS, TURN: coturn, Authority: other}, nil)
	_, err := own.Route()("udp", loopbackPort)
	var failed *face.Error
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &failed) || !errors.As(err, &unknown) {
		t.Fatalf("error is %v, expected a *face.Error of an unknown authority", err)
	}
	t.Log(err)
}

func TestWhatCameOnAWayOfItsOwnIsCounted(t *testing.T) {
	server, coturn := livekittest.Start(t), startCoturn(t)
	publish(t, server, face.Options{Kind: face.Direct})
	conn, joined := join(t, server, "counted")
	set := face.NewSet([]face.Options{{Kind: face.TURN, TURN: coturn, Share: 1}}, 1)
	t.Cleanup(set.Close)
	own, err := set.For(0, loopback, joined)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Close)
	video, _ := watchThrough(t, conn, joined, own)
	if carried := set.Carried(); carried.ThroughTURN < video.Packets || carried.ThroughTURNS != 0 || carried.OverTCP != 0 {
		t.Errorf("%d packets came, carried were %+v", video.Packets, carried)
	}
}
