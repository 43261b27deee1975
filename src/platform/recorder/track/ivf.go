package track

import (
	"encoding/binary"
	"io"
	"time"
)

// IVF writes pictures with their times, in milliseconds. The format is a 32-byte header, then for each picture its size (4),
// its time (8) and its bytes. ffmpeg reads it whatever the codec, and up to wherever it was cut off.
type IVF struct {
	out    io.Writer
	fourCC string
	first  time.Duration
	lastMs int64
	frames int
}

// NewIVF writes to out; nothing is written before the first picture.
func NewIVF(out io.Writer, codec Codec) *IVF { return &IVF{out: out, fourCC: codec.FourCC} }

// temporalDelimiter begins each picture of AV1 in a file and is left out on the way (AV1 RTP specification, 5).
var temporalDelimiter = []byte{0x12, 0x00}

// Write adds a picture. Times in the file count from the first one.
func (w *IVF) Write(frame Frame) error {
	var head []byte
	if w.frames == 0 {
		w.first, w.lastMs = frame.At, -1
		head = w.header()
	}
	// Two pictures never share a time: players and ffmpeg alike would drop one.
	w.lastMs = max(w.lastMs+1, (frame.At - w.first).Milliseconds())
	w.frames++
	data := frame.Data
	if w.fourCC == "AV01" {
		data = append(temporalDelimiter[:2:2], data...)
	}
	head = binary.LittleEndian.AppendUint32(head, uint32(len(data)))
	head = binary.LittleEndian.AppendUint64(head, uint64(w.lastMs))
	_, err := w.out.Write(append(head, data...))
	return err
}

func (w *IVF) header() []byte {
	head := append([]byte("DKIF\x00\x00\x20\x00"), w.fourCC...)
	head = append(head, 0, 0, 0, 0) // width and height: the stream itself tells them, and they change
	head = binary.LittleEndian.AppendUint32(head, 1000)
	head = binary.LittleEndian.AppendUint32(head, 1)
	return append(head, make([]byte, 8)...) // the number of pictures, which nobody needs, and four unused bytes
}
