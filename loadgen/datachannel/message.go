// Package datachannel carries data messages between the participants of a LiveKit room, over SCTP, and
// measures them: how many were sent, how many reached each participant, and how long they took from the
// moment that the schedule had meant them for. Only who uses it pays for it.
package datachannel

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/proto"
)

// Kind is the channel that a message takes.
type Kind int

const (
	// Reliable messages come in order and are repeated until they arrive.
	Reliable Kind = iota
	// Lossy messages are sent once and delivered as they come.
	Lossy
	kinds
)

// Labels are what LiveKit calls the channels, at both connections of a participant.
var Labels = [kinds]string{Reliable: "_reliable", Lossy: "_lossy"}

func (k Kind) String() string { return Labels[k][1:] }

// Message is what a participant receives.
type Message struct {
	Kind      Kind
	Sender    string // the identity that the server vouches for
	Topic     string
	Payload   []byte
	ArrivalNs int64 // when the datagram that completed it reached the kernel, Unix nanoseconds
}

var errNoMessage = errors.New("not a participant's message")

// parsePacket decodes what the server sends over a channel. Beside participants' messages these can be
// speaker updates, transcriptions and the like, for which it returns errNoMessage.
func parsePacket(kind Kind, data []byte, arrivalNs int64) (Message, error) {
	var packet livekit.DataPacket
	if err := proto.Unmarshal(data, &packet); err != nil {
		return Message{}, fmt.Errorf("data packet: %w", err)
	}
	user := packet.GetUser()
	if user == nil {
		return Message{}, errNoMessage
	}
	return Message{
		Kind: kind, Sender: packet.GetParticipantIdentity(), Topic: user.GetTopic(),
		Payload: user.GetPayload(), ArrivalNs: arrivalNs,
	}, nil
}

// messageBytes is the size of a payload: a line of chat, or a pointer's position with its frame.
const messageBytes = 200

// topic keeps the load test's messages apart from those of people in the same room.
const topic = "gomeet-load"

// stamp is what a payload says of itself.
type stamp struct {
	meter    uint32 // so that two load tests in one room do not count each other's messages
	sender   uint32
	sequence uint32 // counts a sender's messages of one kind from 1
	intended time.Time
}

const stampBytes = 4 + 4 + 4 + 8

func (s stamp) packet(kind Kind) ([]byte, error) {
	payload := make([]byte, messageBytes)
	binary.BigEndian.PutUint32(payload, s.meter)
	binary.BigEndian.PutUint32(payload[4:], s.sender)
	binary.BigEndian.PutUint32(payload[8:], s.sequence)
	binary.BigEndian.PutUint64(payload[12:], uint64(s.intended.UnixNano()))
	name := topic
	packet := &livekit.DataPacket{Value: &livekit.DataPacket_User{User: &livekit.UserPacket{Payload: payload, Topic: &name}}}
	if kind == Reliable {
		// With a number LiveKit drops repetitions after a reconnect, and keeps messages for who is joining.
		packet.Sequence = s.sequence
	}
	return proto.Marshal(packet)
}

func parseStamp(message Message) (stamp, bool) {
	if message.Topic != topic || len(message.Payload) < stampBytes {
		return stamp{}, false
	}
	return stamp{
		meter:    binary.BigEndian.Uint32(message.Payload),
		sender:   binary.BigEndian.Uint32(message.Payload[4:]),
		sequence: binary.BigEndian.Uint32(message.Payload[8:]),
		intended: time.Unix(0, int64(binary.BigEndian.Uint64(message.Payload[12:]))),
	}, true
}
