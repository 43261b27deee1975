package record

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"gomeet/loadgen/histogram"
)

// ResultSchema names the form of loadgen.json.
const ResultSchema = "gomeet.loadgen/v1"

// Result is loadgen.json of a load without media: what every kind of load has.
type Result struct {
	Schema     string                          `json:"schema"`
	Partial    bool                            `json:"partial"` // interrupted, or the load was lost
	StartedAt  int64                           `json:"startedAt"`
	EndedAt    int64                           `json:"endedAt"`
	Phases     []Phase                         `json:"phases"`
	Counts     map[string]uint64               `json:"counts"`
	Histograms map[string]*histogram.Histogram `json:"histograms"`
	Series     []Series                        `json:"series"`
	Generator  Generator                       `json:"generator"`
	Errors     []ErrorGroup                    `json:"errors"`
}

// Phase is one part of the load, in Unix milliseconds.
type Phase struct {
	Name      string `json:"name"`
	StartedAt int64  `json:"startedAt"`
	EndedAt   int64  `json:"endedAt"`
}

// Series is one value a second, each with its Unix milliseconds.
type Series struct {
	Name   string       `json:"name"`
	Unit   string       `json:"unit"`
	Points [][2]float64 `json:"points"`
}

// Generator is the health of the load generator itself. A CPU percentage is of one core.
type Generator struct {
	Engine                   string  `json:"engine"`
	CPUPercentHold           float64 `json:"cpuPercentHold"`
	SendLatenessP99Ms        float64 `json:"sendLatenessP99Ms"`
	MemoryBytesPerConnection float64 `json:"memoryBytesPerConnection,omitempty"`
	MaxOpenFiles             uint64  `json:"maxOpenFiles"` // the process's limit
}

// Write puts the result of any kind of load in its place in one step: a reader sees a whole file or none.
func Write(directory string, result any) error {
	text, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	final := filepath.Join(directory, "loadgen.json")
	temporary := final + ".tmp"
	if err := os.WriteFile(temporary, append(text, '\n'), 0o644); err != nil {
		_ = os.Remove(temporary)
		return fmt.Errorf("write result: %w", err)
	}
	if err := os.Rename(temporary, final); err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	return nil
}
