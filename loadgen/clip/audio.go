package clip

import (
	"errors"
	"fmt"
	"io"

	"github.com/pion/webrtc/v4/pkg/media/oggreader"
)

// AudioClockHz is the RTP clock of Opus (RFC 7587 section 4.1).
const AudioClockHz = 48_000

// AudioPacketSamples is 20 ms at 48 kHz, the frame length that browsers send.
const AudioPacketSamples = 960

// Audio is a voice in Opus packets of 20 ms.
type Audio struct {
	Packets [][]byte
	// Comfort is what goes out every 400 ms while nobody speaks (discontinuous transmission, RFC 6716
	// section 2.1.9): the voice's table-of-contents byte alone, from which a receiver makes comfort
	// noise. The ffmpeg of Debian 12 cannot switch libopus to DTX, so the silence is made here.
	Comfort []byte
}

func readVoice(file io.Reader) (*Audio, error) {
	reader, header, err := oggreader.NewWith(file)
	if err != nil {
		return nil, fmt.Errorf("not an Ogg Opus file: %w", err)
	}
	if header.Channels != 1 {
		return nil, fmt.Errorf("it has %d channels; accepted is 1", header.Channels)
	}
	voice := &Audio{}
	for {
		payload, _, err := reader.ParseNextPage()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("page %d is broken: %w", len(voice.Packets), err)
		}
		if len(payload) >= 8 && string(payload[:8]) == "OpusTags" {
			continue
		}
		if err := checkPacket(payload); err != nil {
			return nil, fmt.Errorf("page %d: %w", len(voice.Packets), err)
		}
		voice.Packets = append(voice.Packets, payload)
	}
	if len(voice.Packets) < 50 {
		return nil, fmt.Errorf("it has %d packets; accepted is at least a second, 50 packets", len(voice.Packets))
	}
	voice.Comfort = voice.Packets[0][:1:1]
	return voice, nil
}

// checkPacket reads the table-of-contents byte (RFC 6716 section 3.1): one frame of 20 ms.
// A page with several packets shows as one that is far too long for its single frame.
func checkPacket(packet []byte) error {
	const maxFrameBytes = 1275
	if len(packet) == 0 || len(packet) > maxFrameBytes {
		return fmt.Errorf("it has %d bytes; a page holds one Opus packet of 1 to %d bytes (ffmpeg -page_duration 20000)", len(packet), maxFrameBytes)
	}
	config, frames := packet[0]>>3, packet[0]&3
	if frames != 0 || frameMs(config) != 20 {
		return fmt.Errorf("its packet has frames of %g ms with count code %d; accepted is one frame of 20 ms", frameMs(config), frames)
	}
	return nil
}

func frameMs(config byte) float64 {
	switch {
	case config < 12: // SILK
		return []float64{10, 20, 40, 60}[config%4]
	case config < 16: // hybrid
		return []float64{10, 20}[config%2]
	default: // CELT
		return []float64{2.5, 5, 10, 20}[config%4]
	}
}
