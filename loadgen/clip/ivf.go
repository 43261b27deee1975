package clip

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/pion/webrtc/v4/pkg/media/ivfreader"
)

// ivf reads the frames of an IVF file, the container that ffmpeg writes VP8, VP9 and AV1 in.
func ivf(fourCC string, parse func(data []byte) (picture, error)) func([]byte) ([]picture, error) {
	return func(data []byte) ([]picture, error) {
		reader, header, err := ivfreader.NewWith(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("not an IVF file: %w", err)
		}
		if header.FourCC != fourCC {
			return nil, fmt.Errorf("its codec is %q; accepted is %s", header.FourCC, fourCC)
		}
		var pictures []picture
		for {
			frame, _, err := reader.ParseNextFrame()
			if errors.Is(err, io.EOF) {
				return pictures, nil
			}
			if err != nil {
				return nil, fmt.Errorf("frame %d is broken: %w", len(pictures), err)
			}
			parsed, err := parse(frame)
			if err != nil {
				return nil, fmt.Errorf("frame %d: %w", len(pictures), err)
			}
			pictures = append(pictures, parsed)
		}
	}
}
