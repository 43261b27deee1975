// Package k6 is the module k6/x/gomeet: it lets a k6 script drive a whole meeting from one
// virtual user. The participants themselves are package meeting's, which knows nothing of k6.
package k6

import (
	"fmt"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/common"
	"go.k6.io/k6/v2/js/modules"
)

func init() { modules.Register("k6/x/gomeet", new(rootModule)) }

type rootModule struct{}

type instance struct {
	vu             modules.VU
	metrics        *roomMetrics
	crowdMetrics   *crowdMetrics
	journeyMetrics *journeyMetrics
}

// NewModuleInstance is k6's call for each virtual user.
func (*rootModule) NewModuleInstance(vu modules.VU) modules.Instance {
	metrics, err := registerMetrics(vu.InitEnv().Registry)
	if err != nil {
		common.Throw(vu.Runtime(), err)
	}
	crowdMetrics, err := registerCrowdMetrics(vu.InitEnv().Registry)
	if err != nil {
		common.Throw(vu.Runtime(), err)
	}
	journeyMetrics, err := registerJourneyMetrics(vu.InitEnv().Registry)
	if err != nil {
		common.Throw(vu.Runtime(), err)
	}
	return &instance{vu: vu, metrics: metrics, crowdMetrics: crowdMetrics, journeyMetrics: journeyMetrics}
}

// Exports offers the classes that index.d.ts describes.
func (i *instance) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{"Meeting": i.newMeeting, "Crowd": i.newCrowd, "Journeys": i.newJourneys}}
}

func (i *instance) newMeeting(call sobek.ConstructorCall) *sobek.Object {
	room, err := openRoom(i.vu, i.metrics, i.planText("Meeting", call))
	if err != nil {
		common.Throw(i.vu.Runtime(), err)
	}
	return i.vu.Runtime().ToValue(room).ToObject(i.vu.Runtime())
}

func (i *instance) newCrowd(call sobek.ConstructorCall) *sobek.Object {
	crowd, err := openCrowd(i.vu, i.crowdMetrics, i.planText("Crowd", call))
	if err != nil {
		common.Throw(i.vu.Runtime(), err)
	}
	return i.vu.Runtime().ToValue(crowd).ToObject(i.vu.Runtime())
}

func (i *instance) newJourneys(call sobek.ConstructorCall) *sobek.Object {
	journeys, err := openJourneys(i.vu, i.journeyMetrics, i.planText("Journeys", call))
	if err != nil {
		common.Throw(i.vu.Runtime(), err)
	}
	return i.vu.Runtime().ToValue(journeys).ToObject(i.vu.Runtime())
}

// planText is the constructor's one argument as JSON. It throws in the init context, where nothing may open sockets.
func (i *instance) planText(class string, call sobek.ConstructorCall) []byte {
	runtime := i.vu.Runtime()
	if i.vu.State() == nil {
		common.Throw(runtime, fmt.Errorf("new %s(plan) opens sockets: call it in the default function, not in the init context", class))
	}
	argument := call.Argument(0)
	if common.IsNullish(argument) {
		common.Throw(runtime, fmt.Errorf("new %s(plan): the plan is missing; accepted is the object of a plan file", class))
	}
	text, err := argument.ToObject(runtime).MarshalJSON()
	if err != nil {
		common.Throw(runtime, fmt.Errorf("new %s(plan): %w", class, err))
	}
	return text
}
