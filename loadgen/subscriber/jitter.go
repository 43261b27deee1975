package subscriber

// jitter is the interarrival jitter of RFC 3550, section 6.4.1, kept in nanoseconds:
// D = (arrival difference) - (timestamp difference), J += (|D| - J) / 16.
type jitter struct {
	started       bool
	lastArrivalNs int64
	lastTimestamp uint32
	valueNs       float64
}

func (j *jitter) record(arrivalNs int64, timestamp uint32, clockRate int) {
	if j.started {
		sentNs := float64(int32(timestamp-j.lastTimestamp)) * 1e9 / float64(clockRate)
		deviation := float64(arrivalNs-j.lastArrivalNs) - sentNs
		if deviation < 0 {
			deviation = -deviation
		}
		j.valueNs += (deviation - j.valueNs) / 16
	}
	j.started, j.lastArrivalNs, j.lastTimestamp = true, arrivalNs, timestamp
}

// inClockUnits is the form that a receiver report carries.
func (j *jitter) inClockUnits(clockRate int) uint32 {
	return uint32(j.valueNs * float64(clockRate) / 1e9)
}
