// Package cliptest makes the clips with ffmpeg for tests, by the recipes that setup uses.
package cliptest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gomeet/loadgen/clip"
)

// Directory has every clip in it. They are made once per machine (about 15 s) and kept in the
// temporary directory, for several test programs need them.
func Directory(t testing.TB) string {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed: apt-get install ffmpeg")
	}
	kept := filepath.Join(os.TempDir(), "gomeet-test-clips")
	if _, err := clip.Load(kept); err == nil {
		return kept
	}
	fresh, err := os.MkdirTemp("", "gomeet-clips-")
	if err != nil {
		t.Fatal(err)
	}
	for _, recipe := range clip.Recipes() {
		args := append(recipe.Args, filepath.Join(fresh, recipe.Name))
		if output, err := exec.Command("ffmpeg", args...).CombinedOutput(); err != nil {
			t.Fatalf("ffmpeg %s: %v\n%s", recipe.Name, err, output)
		}
	}
	// Renamed in one step, so that a test program beside this one sees all clips or none.
	_ = os.RemoveAll(kept)
	if err := os.Rename(fresh, kept); err != nil {
		t.Cleanup(func() { _ = os.RemoveAll(fresh) })
		return fresh
	}
	return kept
}
