package library

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// Status of a recording.
type Status string

// A recording is made, put together, and then ready; or it failed.
const (
	Recording  Status = "recording"
	Processing Status = "processing"
	Ready      Status = "ready"
	Failed     Status = "failed"
)

// State is what is known of a recording, kept in its folder and told to whoever asks.
type State struct {
	ID          string     `json:"id"`
	RoomName    string     `json:"roomName"`
	Status      Status     `json:"status"`
	StartedAt   time.Time  `json:"startedAt"`
	EndedAt     *time.Time `json:"endedAt"`
	DurationMs  *int64     `json:"durationMs"`
	SizeBytes   *int64     `json:"sizeBytes"`
	ContentType *string    `json:"contentType"`
	Error       *string    `json:"error"`
}

const stateFile = "state.json"

// save writes the state whole or not at all.
func (s State) save(folder string) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	path := filepath.Join(folder, stateFile)
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func readState(folder string) (state State, err error) {
	text, err := os.ReadFile(filepath.Join(folder, stateFile))
	if err == nil {
		err = json.Unmarshal(text, &state)
	}
	return state, err
}
