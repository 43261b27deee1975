package meeting

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// eventLog is loadgen.ndjson: one JSON object a line, written at once, so that whoever
// follows the file sees a line when it happens, and a crash loses none.
type eventLog struct {
	mutex sync.Mutex
	file  *os.File
	err   error // the first failed write, such as a full disk; later lines are not tried
}

func openEventLog(directory string) (*eventLog, error) {
	file, err := os.Create(filepath.Join(directory, "loadgen.ndjson"))
	if err != nil {
		return nil, err
	}
	return &eventLog{file: file}, nil
}

type fields map[string]any

func (l *eventLog) write(event string, more fields) {
	line := fields{"t": time.Now().UnixMilli(), "event": event}
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

func (l *eventLog) close() error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if err := l.file.Close(); l.err == nil {
		l.err = err
	}
	return l.err
}
