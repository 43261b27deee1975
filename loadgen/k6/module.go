// Package k6 is the module k6/x/gomeet: it lets a k6 script drive a whole meeting from one
// virtual user. The participants themselves are package meeting's, which knows nothing of k6.
package k6

import (
	"errors"
	"fmt"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/common"
	"go.k6.io/k6/v2/js/modules"
)

func init() { modules.Register("k6/x/gomeet", new(rootModule)) }

type rootModule struct{}

type instance struct {
	vu      modules.VU
	metrics *roomMetrics
}

// NewModuleInstance is k6's call for each virtual user.
func (*rootModule) NewModuleInstance(vu modules.VU) modules.Instance {
	metrics, err := registerMetrics(vu.InitEnv().Registry)
	if err != nil {
		common.Throw(vu.Runtime(), err)
	}
	return &instance{vu: vu, metrics: metrics}
}

// Exports offers the class Meeting; index.d.ts describes it.
func (i *instance) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{"Meeting": i.newMeeting}}
}

var errInitContext = errors.New("new Meeting(plan) opens sockets: call it in the default function, not in the init context")

func (i *instance) newMeeting(call sobek.ConstructorCall) *sobek.Object {
	runtime := i.vu.Runtime()
	if i.vu.State() == nil {
		common.Throw(runtime, errInitContext)
	}
	argument := call.Argument(0)
	if common.IsNullish(argument) {
		common.Throw(runtime, errors.New("new Meeting(plan): the plan is missing; accepted is the object of a plan file"))
	}
	text, err := argument.ToObject(runtime).MarshalJSON()
	if err != nil {
		common.Throw(runtime, fmt.Errorf("new Meeting(plan): %w", err))
	}
	room, err := openRoom(i.vu, i.metrics, text)
	if err != nil {
		common.Throw(runtime, err)
	}
	return runtime.ToValue(room).ToObject(runtime)
}
