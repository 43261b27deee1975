// Package record keeps what a load generator measures: a line for each event while it works, errors
// by their kind, what the generator itself used, and loadgen.json at the end.
package record

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// EventLog is loadgen.ndjson: one JSON object a line, written at once, so that whoever
// follows the file sees a line when it happens, and a crash loses none.
type EventLog struct {
	mutex sync.Mutex
	file  *os.File
	err   error // the first failed write, such as a full disk; later lines are not tried
}

// Fields are what a line says besides its moment and its event.
type Fields map[string]any

// OpenEventLog makes the file in an existing directory.
func OpenEventLog(directory string) (*EventLog, error) {
	file, err := os.Create(filepath.Join(directory, "loadgen.ndjson"))
	if err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	return &EventLog{file: file}, nil
}

// Write adds a line. A failure shows when the log is closed.
func (l *EventLog) Write(event string, more Fields) {
	line := Fields{"t": time.Now().UnixMilli(), "event": event}
	for key, value := range more {
		line[key] = value
	}
	text, err := json.Marshal(line)
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.err != nil {
		return
	}
	if err == nil {
		_, err = l.file.Write(append(text, '\n'))
	}
	l.err = err
}

// Close returns the first failure of any line.
func (l *EventLog) Close() error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if err := l.file.Close(); l.err == nil {
		l.err = err
	}
	return l.err
}
