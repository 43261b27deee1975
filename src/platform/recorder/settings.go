package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

type settings struct {
	address      string
	folder       string
	token        string
	ffmpeg       string
	capacity     int
	emptyAfter   time.Duration
	maxLength    time.Duration
	minFreeBytes uint64
}

const minTokenLength = 32

// readSettings reads the environment. All that is wrong is told at once; no secret is repeated.
func readSettings(get func(string) string) (settings, error) {
	var faults []error
	text := func(name, otherwise string) string {
		if value := get(name); value != "" {
			return value
		}
		return otherwise
	}
	number := func(name string, otherwise, low, high int) int {
		value, err := strconv.Atoi(text(name, strconv.Itoa(otherwise)))
		if err != nil || value < low || value > high {
			faults = append(faults, fmt.Errorf("%s: a whole number from %d to %d", name, low, high))
		}
		return value
	}
	read := settings{
		address: text("RECORDER_ADDRESS", "127.0.0.1:7980"),
		folder:  text("RECORDER_FOLDER", ""),
		ffmpeg:  text("RECORDER_FFMPEG", "ffmpeg"),
		// Recording only receives and writes, 2 % of a core for each camera; putting together waits its turn. So it is one for each
		// core, and half of the machine stays for that.
		capacity:     number("RECORDER_CAPACITY", runtime.NumCPU(), 1, 1000),
		emptyAfter:   time.Duration(number("RECORDER_EMPTY_SECONDS", 30, 1, 3600)) * time.Second,
		maxLength:    time.Duration(number("RECORDER_MAX_MINUTES", 240, 1, 24*60)) * time.Minute,
		minFreeBytes: uint64(number("RECORDER_MIN_FREE_MEGABYTES", 1024, 0, 1<<20)) << 20,
	}
	if read.folder == "" {
		faults = append(faults, errors.New("RECORDER_FOLDER: where recordings are kept"))
	}
	token, err := secret(get, "RECORDER_TOKEN")
	if err == nil && len(token) < minTokenLength {
		err = fmt.Errorf("RECORDER_TOKEN or RECORDER_TOKEN_FILE: at least %d characters", minTokenLength)
	}
	if read.token = token; err != nil {
		faults = append(faults, err)
	}
	if _, err := exec.LookPath(read.ffmpeg); err != nil {
		faults = append(faults, fmt.Errorf("RECORDER_FFMPEG: %w", err))
	}
	return read, errors.Join(faults...)
}

// secret reads a variable, or the file that NAME_FILE names.
func secret(get func(string) string, name string) (string, error) {
	path := get(name + "_FILE")
	if path == "" {
		return get(name), nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("%s_FILE: %w", name, err)
	}
	return strings.TrimSpace(string(text)), nil
}
