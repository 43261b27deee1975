package track

import (
	"encoding/binary"
	"io"
	"time"
)

// Ogg writes Opus sound without holes: where nothing came (a loss, a muted microphone, an encoder that pauses in silence)
// it writes silence, so that position in the file is position in time.
type Ogg struct {
	out      io.Writer
	timeline Timeline
	first    time.Duration
	ticks    int64 // written so far
	page     uint32
}

// NewOgg writes to out; nothing is written before the first packet.
func NewOgg(out io.Writer) *Ogg { return &Ogg{out: out, timeline: Timeline{ClockRate: opusRate}} }

// holeTicks is the smallest hole worth filling: three packets of 20 ms. Jitter of the timestamps stays below.
const holeTicks = 3 * silenceTicks

// Write adds a packet.
func (w *Ogg) Write(packet Packet) error {
	length := opusTicks(packet.Payload)
	if length == 0 {
		return nil // padding
	}
	at := w.timeline.At(packet.Timestamp, packet.Arrival)
	if w.page == 0 {
		w.first = at
		if err := w.writeHeaders(); err != nil {
			return err
		}
	}
	due := int64((at - w.first) * opusRate / time.Second)
	if due-w.ticks >= holeTicks {
		for due-w.ticks >= silenceTicks {
			if err := w.writeSound(silence, silenceTicks); err != nil {
				return err
			}
		}
	}
	if w.ticks-due >= opusRate {
		return nil // a second ahead: sound that was sent twice
	}
	return w.writeSound(packet.Payload, length)
}

func (w *Ogg) writeSound(payload []byte, length int64) error {
	w.ticks += length
	return w.writePage(payload, 0)
}

// writeHeaders writes the two pages with which every stream begins (RFC 7845, 5): one packet each. Pre-skip is 0, as what
// was recorded begins in the middle of a stream.
func (w *Ogg) writeHeaders() error {
	head := append([]byte("OpusHead"), 1, 2) // version 1, two channels; packets of one channel play on both
	head = binary.LittleEndian.AppendUint16(head, 0)
	head = binary.LittleEndian.AppendUint32(head, opusRate)
	head = append(head, 0, 0, 0) // no gain; the channel mapping of one stream
	const firstPage = 2
	if err := w.writePage(head, firstPage); err != nil {
		return err
	}
	tags := append([]byte("OpusTags"), 6, 0, 0, 0)
	return w.writePage(append(append(tags, "gomeet"...), 0, 0, 0, 0), 0)
}

// writePage writes one packet as a page of its own (RFC 3533, 6).
func (w *Ogg) writePage(payload []byte, flags byte) error {
	page := append([]byte("OggS"), 0, flags)
	page = binary.LittleEndian.AppendUint64(page, uint64(w.ticks))
	page = binary.LittleEndian.AppendUint32(page, 1) // the stream's number; it is alone
	page = binary.LittleEndian.AppendUint32(page, w.page)
	page = binary.LittleEndian.AppendUint32(page, 0) // room for the checksum
	// A packet is laced into segments of 255 bytes; one that is shorter ends it.
	page = append(page, byte(len(payload)/255+1))
	for range len(payload) / 255 {
		page = append(page, 255)
	}
	page = append(append(page, byte(len(payload)%255)), payload...)
	binary.LittleEndian.PutUint32(page[22:], checksum(page))
	w.page++
	_, err := w.out.Write(page)
	return err
}

// checksum is CRC-32 with Ogg's polynomial and bit order, which hash/crc32 does not have.
func checksum(page []byte) (sum uint32) {
	for _, value := range page {
		sum ^= uint32(value) << 24
		for range 8 {
			carry := sum >> 31
			sum <<= 1
			sum ^= carry * 0x04c11db7
		}
	}
	return sum
}
