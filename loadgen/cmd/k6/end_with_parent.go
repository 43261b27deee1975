package main

import (
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// parentVariable holds the process id of the gomeet that started this k6. Run by hand, k6 has no such variable
// and lives on by itself.
const parentVariable = "GOMEET_PROCESS_ID"

// endWithParent interrupts this process when gomeet is gone: killed, it can no longer stop the load itself, and
// 500 participants would stay in the room until the hold is over.
func endWithParent() {
	parent, err := strconv.Atoi(os.Getenv(parentVariable))
	if err != nil {
		return
	}
	go func() {
		for os.Getppid() == parent {
			time.Sleep(time.Second)
		}
		_ = unix.Kill(os.Getpid(), unix.SIGINT) // k6 ends in good order, and writes what it has
	}()
}
