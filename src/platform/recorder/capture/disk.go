package capture

import "golang.org/x/sys/unix"

// FreeBytes is the space that the folder's disk has left for us; 0 when it cannot be told.
func FreeBytes(folder string) uint64 {
	var about unix.Statfs_t
	if err := unix.Statfs(folder, &about); err != nil {
		return 0
	}
	return about.Bavail * uint64(about.Bsize)
}
