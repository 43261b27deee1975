// Package planfile reads the plan of a load: one JSON object, in which every field is known and right.
package planfile

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Read reads the text of a plan and checks it. The kind, such as "room plan", begins the error, which says
// what is wrong; an unknown field is too, for a misspelt one would be left at its zero value in silence.
func Read[Plan any](kind string, text []byte, check func(*Plan) error) (Plan, error) {
	var plan, none Plan
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&plan); err != nil {
		return none, fmt.Errorf("%s: %w", kind, err)
	}
	if err := check(&plan); err != nil {
		return none, fmt.Errorf("%s: %w", kind, err)
	}
	return plan, nil
}

// Faults are all that is wrong with a plan, so that whoever wrote it need not try once for each. Join them with errors.Join.
type Faults []error

// Expect adds a fault unless ok: the field by its path in the file, what was found and what is accepted.
// What is found is shown, so of a password it must not be the value.
func (f *Faults) Expect(ok bool, field string, found any, accepted string) {
	if !ok {
		*f = append(*f, fmt.Errorf("%s is %v; accepted is %s", field, found, accepted))
	}
}
