package track

// opusRate is the clock of Opus in RTP and in Ogg, whatever the encoder's own rate is.
const opusRate = 48_000

// silence is 20 ms of nothing: a CELT frame of full bandwidth without content.
var silence = []byte{0xf8, 0xff, 0xfe}

const silenceTicks = opusRate / 50

// frameTicks are the durations of a frame by the configuration in its first five bits (RFC 6716, table 2).
var frameTicks = [32]int64{
	480, 960, 1920, 2880, 480, 960, 1920, 2880, 480, 960, 1920, 2880, // SILK: 10, 20, 40, 60 ms
	480, 960, 480, 960, // hybrid: 10, 20 ms
	120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960, // CELT: 2.5, 5, 10, 20 ms
}

// opusTicks is how long a packet sounds, in ticks of 1/48,000 s; 0 for one that is not valid.
func opusTicks(packet []byte) int64 {
	if len(packet) == 0 {
		return 0
	}
	perFrame := frameTicks[packet[0]>>3]
	switch packet[0] & 3 {
	case 0:
		return perFrame
	case 1, 2:
		return 2 * perFrame
	}
	if len(packet) < 2 {
		return 0
	}
	return int64(packet[1]&0x3f) * perFrame
}
