package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"gomeet/loadgen/clip"
)

// clipDirectory returns the given directory, or a temporary one with clips made by ffmpeg and the
// function that removes it.
func clipDirectory(ctx context.Context, given string) (directory string, remove func(), err error) {
	if given != "" {
		return given, func() {}, nil
	}
	directory, err = os.MkdirTemp("", "gomeet-bench-clips-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.RemoveAll(directory) }
	for _, recipe := range clip.Recipes() {
		command := exec.CommandContext(ctx, "ffmpeg", append(recipe.Args, filepath.Join(directory, recipe.Name))...)
		if output, err := command.CombinedOutput(); err != nil {
			remove()
			return "", nil, fmt.Errorf("make clip %s with ffmpeg: %w: %s", recipe.Name, err, output)
		}
	}
	return directory, remove, nil
}
