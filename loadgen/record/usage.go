package record

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// Usage is what this process has used so far.
type Usage struct {
	At          time.Time
	CPU         time.Duration // user and system, all threads
	MemoryBytes int64         // resident
	Goroutines  int
}

// MeasureUsage reads it from the kernel.
func MeasureUsage() Usage {
	var usage unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_SELF, &usage) // fails only for a wrong argument
	cpu := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	return Usage{At: time.Now(), CPU: cpu, MemoryBytes: residentBytes(), Goroutines: runtime.NumGoroutine()}
}

// MeasureSettledUsage first collects garbage and returns it to the system, so that memory is
// what the load holds and not what its arrival left behind.
func MeasureSettledUsage() Usage {
	debug.FreeOSMemory()
	return MeasureUsage()
}

// CPUPercentSince is the share of one core: 200 are two busy cores.
func (u Usage) CPUPercentSince(earlier Usage) float64 {
	elapsed := u.At.Sub(earlier.At)
	if elapsed <= 0 {
		return 0
	}
	return 100 * float64(u.CPU-earlier.CPU) / float64(elapsed)
}

// residentBytes reads the second number of /proc/self/statm, in pages; 0 where there is none.
func residentBytes() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	columns := bytes.Fields(text)
	if len(columns) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(columns[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// MaxOpenFiles is the limit of this process, which Go has raised to the hard limit at start.
func MaxOpenFiles() uint64 {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return limit.Cur
}
