package datachannel

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/pion/datachannel"
	"github.com/pion/logging"
	"github.com/pion/sctp"
)

// MaxMessageBytes is the largest message that a receiver takes; its answer to the server says so.
const MaxMessageBytes = 65_535

// Port is the SCTP port that WebRTC uses on both sides (RFC 8841, section 5).
const Port = 5000

// sctpMTU is that of pion's WebRTC: with 37 bytes of DTLS, 8 of UDP and 40 of IPv6 it stays below 1,280.
const sctpMTU = 1191

// Link is a DTLS connection that can tell when the datagram behind its latest Read arrived.
type Link interface {
	net.Conn
	ArrivalNs() int64 // Unix nanoseconds by the kernel's clock
}

// Handler is told what comes. It must not block.
type Handler interface {
	Opened() // both channels are up: messages can come
	Received(Message)
	Dropped(datagrams uint64) // that the machine was too busy to take in
}

// Receiver takes the messages of one participant. It costs three goroutines, those of the SCTP association;
// DTLS has three more. Messages are read on the association's own read loop, right behind the datagram that
// brought them, which is why the time of arrival is exact and no channel needs a reader of its own.
type Receiver struct {
	link        Link
	handler     Handler
	association *sctp.Association

	mutex    sync.Mutex // guards channels: the caller of Receive adds them, the read loop reads them
	channels []*channel
}

type channel struct {
	*datachannel.DataChannel
	kind Kind
}

// Receive sets up SCTP and returns when both of LiveKit's channels are open. It honours ctx, whose end
// closes the link. After an error the link is closed.
func Receive(ctx context.Context, link Link, handler Handler) (*Receiver, error) {
	r := &Receiver{link: link, handler: handler}
	if err := r.open(ctx); err != nil {
		_ = link.Close() // the connection is given up; why is in err
		if r.association != nil {
			_ = r.association.Close()
		}
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, err
	}
	handler.Opened()
	r.drain()
	return r, nil
}

func (r *Receiver) open(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { _ = r.link.Close() })
	defer stop()
	association, err := sctp.ClientWithOptions(
		sctp.WithNetConn(tap{r.link, r}), sctp.WithMTU(sctpMTU), sctp.WithMaxMessageSize(MaxMessageBytes),
		sctp.WithLoggerFactory(silence),
	)
	if err != nil {
		return fmt.Errorf("SCTP association: %w", err)
	}
	r.association = association
	for open := 0; open < int(kinds); {
		accepted, err := datachannel.Accept(association, &datachannel.Config{LoggerFactory: silence})
		if err != nil {
			return fmt.Errorf("data channel: %w", err)
		}
		for kind, label := range Labels {
			if accepted.Label == label {
				r.add(&channel{accepted, Kind(kind)})
				open++
			}
		}
	}
	return nil
}

// silence: what goes wrong is returned or counted; the library's own log has no reader.
var silence = &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled}

// add makes reads return at once when nothing has come: a deadline that has passed does that.
func (r *Receiver) add(c *channel) {
	_ = c.SetReadDeadline(time.Unix(1, 0)) // never fails
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.channels = append(r.channels, c)
}

// Close ends the association and the link. It waits for their goroutines.
func (r *Receiver) Close() {
	_ = r.association.Close() // the link's error: the other side may have closed it before
}

// tap is the link as SCTP sees it: before each wait for the next packet the channels are emptied of what
// the previous one brought.
type tap struct {
	Link
	receiver *Receiver
}

func (t tap) Read(packet []byte) (int, error) {
	t.receiver.drain()
	return t.Link.Read(packet)
}

var messageBuffers = sync.Pool{New: func() any { return new([MaxMessageBytes]byte) }}

// drain hands over all whole messages.
func (r *Receiver) drain() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	buffer := messageBuffers.Get().(*[MaxMessageBytes]byte)
	defer messageBuffers.Put(buffer)
	for _, c := range r.channels {
		for {
			length, _, err := c.ReadDataChannel(buffer[:])
			if err != nil {
				break // nothing there, or the channel has ended, which the link's end will tell
			}
			message, err := parsePacket(c.kind, buffer[:length], r.link.ArrivalNs())
			if err == nil {
				r.handler.Received(message)
			} else if !errors.Is(err, errNoMessage) {
				r.handler.Dropped(1)
			}
		}
	}
}
