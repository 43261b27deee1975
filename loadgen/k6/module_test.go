package k6

import (
	"strings"
	"testing"

	"go.k6.io/k6/v2/js/modulestest"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/metrics"
)

func script(t *testing.T, inVU bool, code string) (string, error) {
	t.Helper()
	runtime := modulestest.NewRuntime(t)
	registry := runtime.VU.InitEnvField.Registry
	if err := runtime.SetupModuleSystem(map[string]any{"k6/x/gomeet": new(rootModule)}, nil, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := runtime.VU.Runtime().RunString(`const { Meeting } = require('k6/x/gomeet')`); err != nil {
		t.Fatal(err)
	}
	if inVU {
		samples := make(chan metrics.SampleContainer, 1000)
		runtime.MoveToVUContext(&lib.State{Samples: samples, Tags: lib.NewVUStateTags(registry.RootTagSet())})
	}
	value, err := runtime.RunOnEventLoop(code)
	if err != nil {
		return "", err
	}
	return value.String(), nil
}

func TestTheInitContextAndAWrongPlanAreExplained(t *testing.T) {
	for _, test := range []struct {
		name, code, want string
		inVU             bool
	}{
		{"in the init context", `new Meeting({})`, "call it in the default function", false},
		{"without a plan", `new Meeting()`, "the plan is missing", true},
		{"with an unknown key", `new Meeting({ participant: 5 })`, `unknown field "participant"`, true},
		{"with a wrong value", `new Meeting({ schema: 'gomeet.room-plan/v1', participants: 0 })`, "participants is 0; accepted is 1 to 100000", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := script(t, test.inVU, test.code)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestAScriptCatchesAFailedPhaseAndReadsTheSummary(t *testing.T) {
	got, err := script(t, true, `
		const meeting = new Meeting({
			schema: 'gomeet.room-plan/v1', apiUrl: 'http://127.0.0.1:1', room: { name: 'r', id: null },
			accounts: { emailPattern: 'load-%05d@load.test', first: 1, password: 'p' },
			participants: 3, publishers: 0, microphones: 0, layout: { name: 'speaker', tiles: [] },
			signInRatePerSecond: 100, joinRatePerSecond: 100, settleSeconds: 0, holdSeconds: 1,
			sourceAddresses: null, clipsDirectory: 'unused', decryptedShare: 0, outputDirectory: '`+t.TempDir()+`',
		});
		let message;
		try { meeting.signIn() } catch (error) { message = error.message ?? String(error) }
		const summary = meeting.close();
		JSON.stringify([message.split(':').slice(0, 2).join(':'), summary.partial, summary.participantsRequested, summary.participantsJoined])
	`)
	if want := `["sign-in: nobody could sign in",true,3,0]`; err != nil || got != want {
		t.Errorf("got %s, error %v, want %s", got, err, want)
	}
}
