package crowd

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

// tokens reads access tokens from a file at need: 50,000 of them would be 17 MB in memory.
type tokens struct {
	file    *os.File
	offsets []int64 // where each line begins, and where the last ends
	given   int     // lines that have a token
}

// openTokens finds the lines of this crowd: so many, after those of the connections before it. Without a
// path there are none, and all connections log in.
func openTokens(path string, before, wanted int) (*tokens, error) {
	if path == "" {
		return &tokens{}, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("access tokens: %w", err)
	}
	t := &tokens{file: file, offsets: make([]int64, 0, wanted+1)}
	reader := bufio.NewReaderSize(file, 64<<10)
	at := int64(0)
	for number := 0; number < before+wanted; number++ {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			t.close()
			if err == io.EOF {
				err = fmt.Errorf("the file has %d lines; needed are %d", number, before+wanted)
			}
			return nil, fmt.Errorf("access tokens: %w", err)
		}
		if number == before {
			t.offsets = append(t.offsets, at)
		}
		at += int64(len(line))
		if number < before {
			continue
		}
		t.offsets = append(t.offsets, at)
		if len(line) > 1 {
			t.given++
		}
	}
	return t, nil
}

// of is the token of connection i; empty if it is to log in.
func (t *tokens) of(i int) (string, error) {
	if t.file == nil {
		return "", nil
	}
	line := make([]byte, t.offsets[i+1]-t.offsets[i]-1)
	if _, err := t.file.ReadAt(line, t.offsets[i]); err != nil {
		return "", fmt.Errorf("access tokens: %w", err)
	}
	return string(line), nil
}

func (t *tokens) close() {
	if t.file != nil {
		_ = t.file.Close()
	}
}
