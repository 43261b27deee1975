package subscriber

import (
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"strings"
	"sync"
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
	capture     *capture // nil on the epoll path
	closing     sync.Once
	nextIndex   atomic.Int64
}

// NewEngine makes an engine and starts its shards. Errors are a refused packet ring where PathRing was
// asked for, and a lack of descriptors.
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
	if e.options.Path != PathEpoll {
		// Whatever the kernel refuses the ring for, the sockets serve as well, at a higher cost.
		if e.capture, err = openCapture(e.options); err != nil && e.options.Path == PathRing {
			return nil, err
		}
	}
	if err := e.makeShards(); err != nil {
		e.release()
		return nil, err
	}
	for _, h := range e.shards {
		go h.run()
	}
	return e, nil
}

func (e *Engine) makeShards() error {
	for i := range e.options.Shards {
		var ring *ring
		if e.capture != nil {
			ring = e.capture.rings[i]
		}
		h, err := newShard(e, ring)
		if err != nil {
			return err
		}
		e.shards = append(e.shards, h)
	}
	return nil
}

// release gives back what an engine holds that has not begun to run.
func (e *Engine) release() {
	for _, h := range e.shards {
		h.poller.close()
	}
	if e.capture != nil {
		e.capture.close()
	}
}

// Path is the way that the engine has taken: PathEpoll or PathRing.
func (e *Engine) Path() Path {
	if e.capture == nil {
		return PathEpoll
	}
	return PathRing
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
	if e.capture != nil {
		e.closing.Do(e.capture.close) // only now does nobody read the rings
	}
}
