// Command k6 is k6 with the module k6/x/gomeet in it. As k6 is, it is under AGPL-3.0 when
// distributed; the packages it builds on do not import k6.
package main

import (
	k6 "go.k6.io/k6/v2/cmd"

	_ "gomeet/loadgen/k6"
)

func main() { k6.Execute() }
