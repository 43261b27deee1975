// Command k6 is k6 with the module k6/x/gomeet in it. As k6 is, it is under AGPL-3.0 when
// distributed; the packages it builds on do not import k6.
package main

import (
	"runtime"

	k6 "go.k6.io/k6/v2/cmd"

	_ "gomeet/loadgen/k6"
)

func main() {
	endWithParent()
	// Go lets as many threads run Go code as there are cores. On a busy machine the kernel may put
	// just those aside, and the publishers' thread would wait for one of them; two spare places
	// keep it on its schedule.
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 2)
	k6.Execute()
}
