package record

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

func TestAResultIsWrittenWholeOrNotAtAll(t *testing.T) {
	directory := t.TempDir()
	if err := Write(directory, map[string]int{"joined": 5}); err != nil {
		t.Fatal(err)
	}
	if err := Write(directory, math.NaN()); err == nil {
		t.Error("what is not JSON was written")
	}
	text, err := os.ReadFile(filepath.Join(directory, "loadgen.json"))
	if err != nil || string(text) != "{\"joined\":5}\n" {
		t.Errorf("the file has %s, error %v", text, err)
	}
	if files, err := os.ReadDir(directory); err != nil || len(files) != 1 {
		t.Errorf("files %v, error %v", files, err)
	}
	if err := Write(filepath.Join(directory, "missing"), 1); err == nil {
		t.Error("a result was written to where there is no directory")
	}
}
