// Package histogram counts values in log-linear buckets, so that the histograms of many
// participants, seconds and machines add up exactly: percentiles are never averaged.
//
// The bucket widths are at most 1/128 of the value. TypeScript reads the same JSON.
package histogram

import (
	"math"
	"math/bits"
)

// PrecisionBits is the number of leading bits of a value that its bucket keeps:
// 7 bits make a bucket at most 1/2^7 = 0.8 % wide.
const PrecisionBits = 7

const subBuckets = 1 << PrecisionBits

// Histogram counts integer microseconds. The zero value is empty and ready.
// It is not safe for concurrent use: each owner has its own, and they are merged.
type Histogram struct {
	buckets  []uint64
	count    uint64
	sum      uint64
	min, max int64
	refused  uint64
}

// Index is the bucket of a value of at least zero.
func Index(value int64) int {
	if value < subBuckets {
		return int(value)
	}
	shift := bits.Len64(uint64(value)) - 1 - PrecisionBits
	return shift*subBuckets + int(value>>shift)
}

// Bounds are the lowest and the highest value that share a bucket.
func Bounds(index int) (low, high int64) {
	if index < 2*subBuckets {
		return int64(index), int64(index)
	}
	shift := index/subBuckets - 1
	low = int64(index-shift*subBuckets) << shift
	return low, low + int64(1)<<shift - 1
}

// Record counts one value in microseconds. A negative one is impossible for a duration: it
// means that a clock stepped back, so it is kept out and shows in Refused.
func (h *Histogram) Record(value int64) {
	if value < 0 {
		h.refused++
		return
	}
	h.add(Index(value), 1)
	if h.count == 0 || value < h.min {
		h.min = value
	}
	h.max = max(h.max, value)
	h.count++
	h.sum += uint64(value)
}

// Merge adds another histogram's values to this one.
func (h *Histogram) Merge(other *Histogram) {
	h.refused += other.refused
	if other.count == 0 {
		return
	}
	for index, count := range other.buckets {
		if count > 0 {
			h.add(index, count)
		}
	}
	if h.count == 0 || other.min < h.min {
		h.min = other.min
	}
	h.max = max(h.max, other.max)
	h.count += other.count
	h.sum += other.sum
}

// Clone is a copy that later records do not change.
func (h *Histogram) Clone() *Histogram {
	clone := *h
	clone.buckets = append([]uint64(nil), h.buckets...)
	return &clone
}

// Since is what was recorded after an earlier clone of the same histogram was taken. Extremes
// of a window are known only as far as its buckets tell: min and max are their outer bounds,
// drawn in to the extremes of the whole.
func (h *Histogram) Since(earlier *Histogram) *Histogram {
	window := &Histogram{refused: h.refused - earlier.refused}
	for index, count := range h.buckets {
		if index < len(earlier.buckets) {
			count -= earlier.buckets[index]
		}
		if count == 0 {
			continue
		}
		window.add(index, count)
		low, high := Bounds(index)
		if window.count == 0 {
			window.min = max(low, h.min)
		}
		window.max = min(high, h.max)
		window.count += count
	}
	window.sum = h.sum - earlier.sum
	return window
}

// Quantile is the value at rank ceil(q*count), 0 <= q <= 1: the middle of its bucket, drawn in
// to the extremes. An empty histogram has none, which ok says.
func (h *Histogram) Quantile(q float64) (value int64, ok bool) {
	if h.count == 0 || q < 0 || q > 1 {
		return 0, false
	}
	rank := max(uint64(math.Ceil(q*float64(h.count))), 1)
	var seen uint64
	for index, count := range h.buckets {
		seen += count
		if seen >= rank {
			low, high := Bounds(index)
			return min(max(low+(high-low)/2, h.min), h.max), true
		}
	}
	return h.max, true
}

// Count is how many values were recorded.
func (h *Histogram) Count() uint64 { return h.count }

// Refused is how many negative values were kept out.
func (h *Histogram) Refused() uint64 { return h.refused }

// Mean is the mean in microseconds, 0 when empty.
func (h *Histogram) Mean() float64 {
	if h.count == 0 {
		return 0
	}
	return float64(h.sum) / float64(h.count)
}

func (h *Histogram) add(index int, count uint64) {
	if index >= len(h.buckets) {
		// Grown by the octave, for latencies come close together.
		grown := make([]uint64, (index/subBuckets+1)*subBuckets)
		copy(grown, h.buckets)
		h.buckets = grown
	}
	h.buckets[index] += count
}
