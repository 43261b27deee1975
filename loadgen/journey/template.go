package journey

import (
	"encoding/json"
	"fmt"
	"regexp"
)

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// fill puts values in the place of their {name}. escape makes a value fit in where it stands.
func fill(template string, values func(name string) (string, bool), escape func(string) string) (string, error) {
	var missing error
	filled := placeholder.ReplaceAllStringFunc(template, func(found string) string {
		value, known := values(found[1 : len(found)-1])
		if !known {
			missing = fmt.Errorf("nothing is known for %s", found)
			return found
		}
		return escape(value)
	})
	return filled, missing
}

// insideJSON is a value as it stands between the quotes of a JSON string.
func insideJSON(value string) string {
	quoted, _ := json.Marshal(value) // a string always has a JSON form
	return string(quoted[1 : len(quoted)-1])
}
