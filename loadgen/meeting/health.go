package meeting

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// load is what the generator itself has used so far.
type load struct {
	at         time.Time
	cpu        time.Duration // user and system, all threads
	memory     int64         // resident bytes
	goroutines int
}

func measureLoad() load {
	var usage unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_SELF, &usage) // fails only for a wrong argument
	cpu := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	return load{at: time.Now(), cpu: cpu, memory: residentBytes(), goroutines: runtime.NumGoroutine()}
}

// measureSettledLoad first collects garbage and returns it to the system, so that memory is
// what participants hold and not what their arrival left behind.
func measureSettledLoad() load {
	debug.FreeOSMemory()
	return measureLoad()
}

// cpuPercentSince is the share of one core: 200 are two busy cores.
func (l load) cpuPercentSince(earlier load) float64 {
	elapsed := l.at.Sub(earlier.at)
	if elapsed <= 0 {
		return 0
	}
	return 100 * float64(l.cpu-earlier.cpu) / float64(elapsed)
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

// maxOpenFiles is the limit of this process, which Go has raised to the hard limit at start.
func maxOpenFiles() uint64 {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return limit.Cur
}
