package subscriber

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/pion/dtls/v3"

	"gomeet/loadgen/datachannel"
)

// dataDatagrams wait for SCTP: what comes while the engine rests for 40 ms, at up to 10,000 messages a second.
const dataDatagrams = 400

// openData sets up SCTP over the DTLS connection, which stays open for it.
func (s *Subscriber) openData(ctx context.Context, conn *dtls.Conn, pipe *datagramPipe) error {
	messages, err := datachannel.Receive(ctx, &dataLink{Conn: conn, stamps: pipe.stamps}, s.data)
	if ended := s.Err(); ended != nil {
		err = ended
	}
	s.messages = messages
	if err != nil {
		return fmt.Errorf("data channels: %w", err)
	}
	return s.shard.call(func() { delete(s.shard.connecting, s) }) // until now the round trips were not to wait
}

// dataLink is the DTLS connection with the arrival of each datagram.
type dataLink struct {
	*dtls.Conn
	stamps    *stamps
	arrivalNs atomic.Int64
}

func (l *dataLink) Read(packet []byte) (int, error) {
	length, err := l.Conn.Read(packet)
	if err == nil {
		l.arrivalNs.Store(l.stamps.pop())
	}
	return length, err
}

func (l *dataLink) ArrivalNs() int64 { return l.arrivalNs.Load() }

// stamps are the arrivals of the datagrams that DTLS has taken and SCTP has not. DTLS hands on its
// records in the order of their arrival, one a datagram, but leaves out those that came before; so
// stamps leaves them out too.
type stamps struct {
	mutex   sync.Mutex
	waiting []int64
	highest uint64 // record number: 16 bits of epoch, 48 of sequence (RFC 6347, section 4.1)
	recent  uint64 // bit k: record highest-k has come
	keyed   bool   // the server has changed to encrypted records
}

const (
	dtlsChangeCipherSpec = 20
	dtlsApplicationData  = 23
	dtlsHeaderBytes      = 13
	dtlsReplayWindowBits = 64
)

// push says whether DTLS may have the datagram. Data that overtook the end of the handshake, because that was
// lost, it may not: pion keeps it in a buffer that it reads the next datagram into, so that it is lost after
// all, and its stamp would stay here and make every later message seem faster. SCTP sends it again.
func (s *stamps) push(d queuedDatagram) (taken bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(d.bytes) < dtlsHeaderBytes || d.bytes[0] != dtlsApplicationData {
		s.keyed = s.keyed || len(d.bytes) > 0 && d.bytes[0] == dtlsChangeCipherSpec
		return true
	}
	if !s.keyed {
		return false
	}
	number := binary.BigEndian.Uint64(d.bytes[3:])
	switch {
	case number > s.highest:
		s.recent = s.recent<<(number-s.highest) | 1 // a shift by 64 or more leaves 0
		s.highest = number
	case s.highest-number >= dtlsReplayWindowBits || s.recent&(1<<(s.highest-number)) != 0:
		return true // DTLS leaves it out
	default:
		s.recent |= 1 << (s.highest - number)
	}
	s.waiting = append(s.waiting, d.arrivalNs)
	return true
}

// pop is the arrival behind the record that was just read.
func (s *stamps) pop() (arrivalNs int64) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.waiting) == 0 {
		return 0
	}
	arrivalNs = s.waiting[0]
	s.waiting = s.waiting[:copy(s.waiting, s.waiting[1:])]
	return arrivalNs
}
