package journey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// statusError is an answer that was not the expected one.
type statusError struct {
	status, expected int
	text             []byte
}

func (e *statusError) Error() string {
	var problem struct { // RFC 9457
		Title  string `json:"title"`
		Detail string `json:"detail"`
	}
	_ = json.Unmarshal(e.text, &problem) // what is not a problem document has no title
	return fmt.Sprintf("HTTP %d where %d was expected: %s %s", e.status, e.expected, problem.Title, problem.Detail)
}

// isRefusal tells whether the API answered that a limit is used up: it works, and says no.
func isRefusal(err error) bool {
	var answer *statusError
	return errors.As(err, &answer) && answer.status == http.StatusTooManyRequests
}

// kindOf names a failure for the list of errors.
func kindOf(step string, err error) string {
	var answer *statusError
	if errors.As(err, &answer) {
		return fmt.Sprintf("api %s: HTTP %d", step, answer.status)
	}
	return "api " + step
}

// explain says what a timeout means.
func explain(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no answer in %s", requestTimeout)
	}
	return err
}
