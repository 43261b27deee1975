package crowd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// serverMessage has the fields of all messages that a connection reads; presence is only counted.
type serverMessage struct {
	Type     string `json:"type"`
	Ref      string `json:"ref"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Sequence uint32 `json:"sequence"`
	Text     string `json:"text"`
	AfterMs  int64  `json:"afterMs"`
}

var presence = []byte(`{"type":"presence"`)

// readMessage decodes a message; a presence message, tens of kilobytes in a large room, is known
// by its first bytes and not decoded.
func readMessage(payload []byte) (serverMessage, error) {
	if bytes.HasPrefix(payload, presence) {
		return serverMessage{Type: "presence"}, nil
	}
	var message serverMessage
	if err := json.Unmarshal(payload, &message); err != nil {
		return message, fmt.Errorf("%w: a message is not JSON: %w", errFrame, err)
	}
	return message, nil
}

// lineMark begins the text of every line that the crowd says.
const lineMark = "load test line, meant for "

// linePadding makes a line about as long as people's.
var linePadding = strings.Repeat(".", 60)

// lineText carries the intended moment to those who hear it.
func lineText(intended time.Duration) string {
	return lineMark + strconv.FormatInt(intended.Microseconds(), 10) + " " + linePadding
}

// intendedOf reads it back; ok is false for a line that is not the crowd's.
func intendedOf(text string) (intended time.Duration, ok bool) {
	rest, found := strings.CutPrefix(text, lineMark)
	if !found {
		return 0, false
	}
	number, _, _ := strings.Cut(rest, " ")
	microseconds, err := strconv.ParseInt(number, 10, 64)
	return time.Duration(microseconds) * time.Microsecond, err == nil
}
