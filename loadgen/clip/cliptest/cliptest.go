// Package cliptest makes the clips with ffmpeg for tests, by the recipes that setup uses.
package cliptest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"gomeet/loadgen/clip"
)

// Directory has every clip in it. They are made once per machine (about a minute) and kept in the
// temporary directory, for several test programs need them.
func Directory(t testing.TB) string {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed: apt-get install ffmpeg")
	}
	kept := filepath.Join(os.TempDir(), "gomeet-test-clips")
	// Test programs run side by side: one that replaced the clips of another would take them from under its hands.
	lock, err := os.OpenFile(kept+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
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
	// Renamed in one step, so that a program that is killed leaves all clips or none.
	_ = os.RemoveAll(kept)
	if err := os.Rename(fresh, kept); err != nil {
		t.Cleanup(func() { _ = os.RemoveAll(fresh) })
		return fresh
	}
	return kept
}
