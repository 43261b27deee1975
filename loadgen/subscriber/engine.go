package subscriber

import (
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/pion/dtls/v3/pkg/crypto/selfsign"
)

// Engine receives for many subscribers. They are spread over shards, one for each core that may be
// used; all share one certificate.
type Engine struct {
	options     EngineOptions
	certificate tls.Certificate
	fingerprint string
	shards      []*shard
	nextIndex   atomic.Int64
}

// NewEngine makes an engine and starts its shards.
func NewEngine(options EngineOptions) (*Engine, error) {
	certificate, err := selfsign.GenerateSelfSigned()
	if err != nil {
		return nil, fmt.Errorf("make a DTLS certificate: %w", err)
	}
	e := &Engine{
		options:     options.withDefaults(),
		certificate: certificate,
		fingerprint: "sha-256 " + fingerprintOf(certificate.Certificate[0]),
	}
	for range e.options.Shards {
		h, err := newShard(e)
		if err != nil {
			e.closeIdle()
			return nil, err
		}
		e.shards = append(e.shards, h)
	}
	for _, h := range e.shards {
		go h.run()
	}
	return e, nil
}

// closeIdle gives back what the shards hold when they have not begun to run.
func (e *Engine) closeIdle() {
	for _, h := range e.shards {
		h.release()
	}
}

// fingerprintOf is the upper-case, colon-separated SHA-256 of a DER certificate (RFC 8122, section 5).
func fingerprintOf(der []byte) string {
	sum := sha256.Sum256(der)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":")
}

// shardOf is the shard that a socket's packets belong to. The port decides: it is the one thing that
// the kernel can tell from a packet just as well, so that no packet has to change hands.
func (e *Engine) shardOf(port uint16) *shard { return e.shards[int(port)%len(e.shards)] }

// Close ends all subscribers with ErrEngineClosed and waits until the sockets are closed.
func (e *Engine) Close() {
	for _, h := range e.shards {
		_ = h.post(func() { h.stopping = true }) // an error means that it is closed already
	}
	for _, h := range e.shards {
		<-h.done
	}
}
