package signal

// Kind is the field number of a SignalResponse's one-of: the first bytes of a binary message tell
// it, so that a message nobody asked for is dropped without being decoded.
type Kind uint64

// The kinds of SignalResponse a participant of a load test acts on (livekit_rtc.proto).
const (
	KindAnswer                  Kind = 2
	KindOffer                   Kind = 3
	KindTrickle                 Kind = 4
	KindUpdate                  Kind = 5
	KindTrackPublished          Kind = 6
	KindLeave                   Kind = 8
	KindSubscribedQualityUpdate Kind = 14
	KindRequestResponse         Kind = 22
)

// negotiationKinds are delivered to a handler that names no kinds of its own.
var negotiationKinds = []Kind{
	KindAnswer, KindOffer, KindTrickle, KindTrackPublished, KindSubscribedQualityUpdate, KindRequestResponse,
}

// kindSet holds kinds 0..63 as bits; LiveKit's highest field number is 31.
type kindSet uint64

func kindsOf(kinds []Kind) kindSet {
	var set kindSet
	for _, kind := range kinds {
		set |= 1 << kind
	}
	return set
}

func (set kindSet) has(kind Kind) bool { return kind < 64 && set&(1<<kind) != 0 }

// messageKind reads the kind from the first bytes of a binary SignalResponse: a protobuf tag is the
// varint (field number << 3 | wire type), and field numbers up to 2,047 fit in two bytes.
// An empty or malformed message has kind 0, which no message bears.
func messageKind(head []byte) Kind {
	if len(head) == 0 {
		return 0
	}
	if head[0] < 0x80 {
		return Kind(head[0] >> 3)
	}
	if len(head) < 2 || head[1] >= 0x80 {
		return 0
	}
	return Kind(uint64(head[0]&0x7f)|uint64(head[1])<<7) >> 3
}
