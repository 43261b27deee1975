package library

import "gomeet/recorder/capture"

// Load is how busy the recorder is.
type Load struct {
	Capacity   int    `json:"capacity"`
	Running    int    `json:"running"`
	Processing int    `json:"processing"`
	FreeBytes  uint64 `json:"freeBytes"`
}

// Load counts.
func (l *Library) Load() Load {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	load := Load{Capacity: l.Capacity, Running: l.running(), FreeBytes: capture.FreeBytes(l.Folder)}
	for _, entry := range l.entries {
		if entry.state.Status == Processing {
			load.Processing++
		}
	}
	return load
}
