package signal_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/signal"
)

func TestAWrongAddressIsNamed(t *testing.T) {
	for _, address := range []string{"", "127.0.0.1:7880", "ftp://127.0.0.1", "ws://"} {
		if _, _, err := signal.Dial(t.Context(), signal.Options{URL: address}); err == nil {
			t.Errorf("%q was accepted", address)
		}
	}
}

func TestNobodyThereIsUnreachable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, err = signal.Dial(t.Context(), signal.Options{URL: "ws://" + address})
	var unreachable *signal.UnreachableError
	if !errors.As(err, &unreachable) || unreachable.Address != address {
		t.Errorf("error is %v, expected *signal.UnreachableError of %s", err, address)
	}
}

func TestARefusedTokenCarriesStatusAndReason(t *testing.T) {
	server := livekittest.Start(t)
	_, _, err := signal.Dial(t.Context(), signal.Options{URL: server.URL, Token: "not-a-token"})
	var refused *signal.RefusedError
	if !errors.As(err, &refused) || refused.StatusCode != 401 || refused.Body == "" {
		t.Errorf("error is %v, expected *signal.RefusedError with 401 and LiveKit's reason", err)
	}
}

func TestACancelledDialReturnsAtOnce(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // accepts, and never says a word
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, _, err = signal.Dial(ctx, signal.Options{URL: "ws://" + listener.Addr().String()})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v, expected the context's", err)
	}
}

func TestAConnectionToLiveKit(t *testing.T) {
	server := livekittest.Start(t)
	conn, join, err := signal.Dial(t.Context(), signal.Options{URL: server.URL, Token: livekittest.Token("room", "alice")})
	if err != nil {
		t.Fatal(err)
	}
	if join.GetParticipant().GetIdentity() != "alice" || !join.GetSubscriberPrimary() {
		t.Errorf("joined as %v", join.GetParticipant())
	}
	if conn.BytesReceived() == 0 || conn.LocalAddr().String() != "127.0.0.1" {
		t.Errorf("received %d bytes at %v", conn.BytesReceived(), conn.LocalAddr())
	}
	conn.Close()
	<-conn.Done()
	if !errors.Is(conn.Err(), signal.ErrClosed) || !errors.Is(conn.Send(nil), signal.ErrClosed) {
		t.Errorf("after Close: %v", conn.Err())
	}
	told := make(chan error, 1)
	conn.OnClose(func(reason error) { told <- reason })
	if reason := <-told; !errors.Is(reason, signal.ErrClosed) {
		t.Errorf("OnClose after the end says %v", reason)
	}
}
