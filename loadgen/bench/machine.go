package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// processCPU is the user and system time of this process.
func processCPU() time.Duration {
	var usage unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &usage) != nil {
		return 0 // cannot fail for the process itself
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// processCPUOf is the same of another process, in steps of 10 ms: the kernel reports it in ticks of
// USER_HZ, which is 100 on every architecture that Go runs on.
func processCPUOf(process int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	if err != nil {
		return 0
	}
	// The fields follow the program's name, which stands in parentheses and may contain anything; user
	// and system time are the 14th and 15th of all, the 12th and 13th behind the name (proc(5)).
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64) // the kernel writes nothing but numbers here
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// residentBytes is what the process holds in memory now, garbage included, as the kernel sees it.
func residentBytes() int64 {
	fields := strings.Fields(firstLine("/proc/self/statm", ""))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64) // the kernel writes nothing but numbers here
	return pages * int64(os.Getpagesize())
}

func machineDescription() string {
	model := firstLine("/proc/cpuinfo", "model name")
	if _, name, found := strings.Cut(model, ":"); found {
		model = strings.TrimSpace(name)
	}
	return fmt.Sprintf("%d x %s, kernel %s, %s", runtime.NumCPU(), model, firstLine("/proc/sys/kernel/osrelease", ""), runtime.Version())
}

// firstLine is a file's first line that begins with prefix, empty when there is none.
func firstLine(path, prefix string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if strings.HasPrefix(line, prefix) {
			return line
		}
	}
	return ""
}
