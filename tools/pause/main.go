// pause holds the namespaces of a pod for as long as it lives, and buries the processes that end as orphans in them.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ending := make(chan os.Signal, 1)
	signal.Notify(ending, syscall.SIGINT, syscall.SIGTERM)
	orphans := make(chan os.Signal, 1)
	signal.Notify(orphans, syscall.SIGCHLD)
	for {
		select {
		case <-ending:
			return
		case <-orphans:
			bury()
		}
	}
}

// bury takes every child that has ended: several deaths may come as one signal.
func bury() {
	for {
		if child, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); child <= 0 || err != nil {
			return
		}
	}
}
