package track

import "time"

// Frame is one picture as its encoder made it.
type Frame struct {
	At   time.Duration
	Data []byte
}

// Frames puts pictures together from packets in order. After a loss it gives no picture until one comes that needs no other:
// a picture that stands still for a moment is better than one that is wrong.
type Frames struct {
	codec        Codec
	depacketizer depacketizer
	timeline     Timeline
	waiting      bool
	timestamp    uint32
	at           time.Duration
	data         []byte
	open         bool
}

// NewFrames reads a codec's pictures off packets of RTP's video clock.
func NewFrames(codec Codec) *Frames {
	return &Frames{codec: codec, depacketizer: codec.new(), timeline: Timeline{ClockRate: 90_000}, waiting: true}
}

// Waiting says that nothing can be shown before the next key frame.
func (f *Frames) Waiting() bool { return f.waiting }

// Push takes the next packet. It returns the pictures that are now complete: at most two, when a picture without an end
// mark was followed by one of a single packet.
func (f *Frames) Push(packet Packet) (done []Frame) {
	if len(packet.Payload) == 0 {
		return nil // padding, with which the server measures bandwidth
	}
	if packet.AfterLoss {
		f.drop()
	} else if f.open && packet.Timestamp != f.timestamp {
		done = f.finish(done)
	}
	media, keyFrame, err := f.depacketizer.read(packet.Payload)
	if err != nil {
		f.drop()
		return done
	}
	if f.waiting && !keyFrame {
		return done
	}
	f.waiting = false
	if !f.open {
		f.open, f.timestamp = true, packet.Timestamp
		f.at = f.timeline.At(packet.Timestamp, packet.Arrival)
	}
	f.data = append(f.data, media...)
	if packet.Marker {
		done = f.finish(done)
	}
	return done
}

func (f *Frames) finish(done []Frame) []Frame {
	frame := Frame{At: f.at, Data: f.data}
	f.open, f.data = false, nil
	if len(frame.Data) == 0 {
		return done
	}
	return append(done, frame)
}

func (f *Frames) drop() {
	f.open, f.data, f.waiting = false, nil, true
	f.depacketizer = f.codec.new() // it may hold the first part of something that never ended
}
