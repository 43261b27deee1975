package compose

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
)

// niceness lets calls go first: a recording may be ready later, a call cannot wait.
const niceness = 10

// run runs ffmpeg. An error holds its last words.
func (c Composer) run(ctx context.Context, arguments ...string) error {
	quiet := []string{"-hide_banner", "-nostdin", "-loglevel", "error", "-y"}
	command := exec.CommandContext(ctx, c.FFmpeg, append(quiet, arguments...)...)
	var words bytes.Buffer
	command.Stderr = &words
	if err := command.Start(); err != nil {
		return fmt.Errorf("ffmpeg: %w", err)
	}
	// It may have ended already, and then nothing has to yield.
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, command.Process.Pid, niceness)
	if err := command.Wait(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		lines := strings.Split(strings.TrimSpace(words.String()), "\n")
		return fmt.Errorf("ffmpeg: %w: %s", err, strings.Join(lines[max(0, len(lines)-3):], "; "))
	}
	return nil
}
