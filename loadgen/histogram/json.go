package histogram

import (
	"encoding/json"
	"fmt"
)

type document struct {
	Unit          string      `json:"unit"`
	PrecisionBits int         `json:"precisionBits"`
	Count         uint64      `json:"count"`
	Sum           uint64      `json:"sum"`
	Min           int64       `json:"min"`
	Max           int64       `json:"max"`
	Buckets       [][2]uint64 `json:"buckets"`
}

// MarshalJSON writes the form that TypeScript merges: buckets sorted by index, empty ones left out.
func (h *Histogram) MarshalJSON() ([]byte, error) {
	out := document{
		Unit: "us", PrecisionBits: PrecisionBits,
		Count: h.count, Sum: h.sum, Min: h.min, Max: h.max,
		Buckets: [][2]uint64{},
	}
	for index, count := range h.buckets {
		if count > 0 {
			out.Buckets = append(out.Buckets, [2]uint64{uint64(index), count})
		}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads it back and refuses what cannot be a histogram of this precision.
func (h *Histogram) UnmarshalJSON(data []byte) error {
	var in document
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("histogram: %w", err)
	}
	if in.Unit != "us" || in.PrecisionBits != PrecisionBits {
		return fmt.Errorf("histogram: unit %q with %d precision bits; accepted is \"us\" with %d", in.Unit, in.PrecisionBits, PrecisionBits)
	}
	read := Histogram{sum: in.Sum, min: in.Min, max: in.Max}
	highest := uint64(Index(1<<63 - 1))
	for _, bucket := range in.Buckets {
		if bucket[0] > highest {
			return fmt.Errorf("histogram: bucket %d; the highest is %d", bucket[0], highest)
		}
		read.add(int(bucket[0]), bucket[1])
		read.count += bucket[1]
	}
	if read.count != in.Count {
		return fmt.Errorf("histogram: count is %d, but the buckets hold %d", in.Count, read.count)
	}
	*h = read
	return nil
}
