package journey

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gomeet/loadgen/record"
	"gomeet/loadgen/schedule"
)

func planFor(t *testing.T, url string, journeys ...Journey) Plan {
	t.Helper()
	return Plan{
		Schema: PlanSchema, APIURL: url, Share: Share{0, 1}, StartRate: 100,
		Stages:          []schedule.Stage{{Phase: "hold", Seconds: 0.2, Rate: 100}},
		Journeys:        journeys,
		Users:           Users{EmailPattern: "user-%d@load.test", First: 1, Count: 5, Password: "pass\"word", SignInRatePerSecond: 1000, FirstAddress: "127.3.0.1"},
		Newcomers:       Newcomers{EmailPattern: "new-%d@load.test", FirstAddress: "127.9.0.1", AtOnce: 50},
		Shared:          map[string][]string{"lobby": {"room a", "room-b"}},
		OutputDirectory: t.TempDir(),
	}
}

func walked(t *testing.T, plan Plan) *record.Result {
	t.Helper()
	if err := plan.check(); err != nil {
		t.Fatal(err)
	}
	j, err := New(plan, Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.SignIn(t.Context()); err != nil {
		t.Error(err)
	}
	if err := j.Run(t.Context()); err != nil {
		t.Error(err)
	}
	result, err := j.Close()
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// call is one request that a server saw.
type call struct{ what, token, body, address string }

func recording(t *testing.T, answer func(call, http.ResponseWriter)) (string, func() []call) {
	t.Helper()
	var mutex sync.Mutex
	var calls []call
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, r.ContentLength)
		_, _ = r.Body.Read(body)
		address, _, _ := net.SplitHostPort(r.RemoteAddr)
		seen := call{r.Method + " " + r.RequestURI, r.Header.Get("Authorization"), string(body), address}
		mutex.Lock()
		calls = append(calls, seen)
		mutex.Unlock()
		answer(seen, w)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []call {
		mutex.Lock()
		defer mutex.Unlock()
		return calls
	}
}

func TestUsersSignInOnceAndKeepTheirConnectionsAddress(t *testing.T) {
	url, calls := recording(t, func(seen call, w http.ResponseWriter) {
		fmt.Fprintf(w, `{"session":{"token":"of %s"}}`, seen.address)
	})
	login := Step{Name: "login", Method: "POST", Path: "/login", Status: 200, Keep: map[string]string{"token": "session.token"}, FreshSeconds: 60,
		Body: json.RawMessage(`{"email":"{email}","password":"{password}"}`)}
	join := Step{Name: "join", Method: "GET", Path: "/rooms/{lobby}", Status: 200}
	result := walked(t, planFor(t, url, Journey{Name: "guest", Weight: 1, Steps: []Step{login, join}}))
	logins, joins := 0, 0
	for _, call := range calls() {
		switch call.what {
		case "POST /login":
			logins++
			var body struct{ Email, Password string }
			if err := json.Unmarshal([]byte(call.body), &body); err != nil || body.Password != `pass"word` {
				t.Errorf("login body %s: %v", call.body, err)
			}
		case "GET /rooms/room%20a", "GET /rooms/room-b":
			joins++
			if call.token != "Bearer of "+call.address || !strings.HasPrefix(call.address, "127.3.0.") {
				t.Errorf("%s came from %s with token %q", call.what, call.address, call.token)
			}
		default:
			t.Errorf("unexpected %s", call.what)
		}
	}
	if logins != 5 || joins != 20 {
		t.Errorf("%d logins and %d joins, want 5 and 20", logins, joins)
	}
	if counts := result.Counts; counts["journeysCompleted"] != 20 || counts["apiRequests"] != 25 || result.Partial {
		t.Errorf("counts %v, partial %v", counts, result.Partial)
	}
	if held := result.Histograms["apiRequestUs.join"].Count(); held != 20 || result.Histograms["apiRequestUs"].Count() != 20 {
		t.Errorf("%d joins are in the hold's histogram", held)
	}
}

func TestEveryNewcomerIsNew(t *testing.T) {
	url, calls := recording(t, func(_ call, w http.ResponseWriter) { w.WriteHeader(201) })
	register := Step{Name: "register", Method: "POST", Path: "/register", Status: 201, Body: json.RawMessage(`{"email":"{email}"}`)}
	plan := planFor(t, url, Journey{Name: "newcomer", Weight: 1, Newcomer: true, Steps: []Step{register}})
	plan.Share = Share{Index: 1, Of: 2}
	plan.StartAt = time.Now().UnixMilli()
	walked(t, plan)
	seen := map[string]bool{}
	for _, call := range calls() {
		seen[call.body+call.address] = true
	}
	// Half of the 20 journeys are this process's; its newcomers are number 1, 3, …, 19.
	if len(calls()) != 10 || len(seen) != 10 || !seen[`{"email":"new-19@load.test"}127.9.0.20`] {
		t.Errorf("saw %v", seen)
	}
}

func TestRefusalsAndFailuresAreCountedApart(t *testing.T) {
	url, _ := recording(t, func(seen call, w http.ResponseWriter) {
		if seen.what == "GET /limited" {
			w.WriteHeader(429)
			return
		}
		w.WriteHeader(500)
		fmt.Fprint(w, `{"title":"Broken","detail":"on purpose"}`)
	})
	step := func(path string) []Step { return []Step{{Name: path[1:], Method: "GET", Path: path, Status: 200}} }
	result := walked(t, planFor(t, url, Journey{Name: "a", Weight: 1, Steps: step("/limited")}, Journey{Name: "b", Weight: 1, Steps: step("/broken")}))
	counts := result.Counts
	if counts["journeysRefused"] != 10 || counts["journeysFailed"] != 10 || counts["apiAnswered"] != 0 {
		t.Errorf("counts %v", counts)
	}
	if len(result.Errors) != 1 || result.Errors[0].What != "api broken: HTTP 500" || !strings.Contains(result.Errors[0].Example, "Broken on purpose") {
		t.Errorf("errors %v", result.Errors)
	}
}

func TestWhatNobodyIsFreeForIsDroppedAndWaitingCounts(t *testing.T) {
	release := make(chan struct{})
	url, calls := recording(t, func(_ call, w http.ResponseWriter) { <-release })
	step := []Step{{Name: "slow", Method: "GET", Path: "/slow", Status: 200}}
	j, err := New(planFor(t, url, Journey{Name: "slow", Weight: 1, Steps: step}), Observer{})
	if err != nil {
		t.Fatal(err)
	}
	ran := make(chan error)
	go func() { ran <- j.Run(t.Context()) }()
	// 20 journeys are due in 0.2 s, and none is answered before all of them were: 5 users walk, 15 find nobody.
	for counted := (counts{}); counted.started+counted.dropped < 20; counted, _ = j.figures.takeSecond() {
		time.Sleep(time.Millisecond)
	}
	close(release)
	if err := <-ran; err != nil {
		t.Fatal(err)
	}
	result, err := j.Close()
	if err != nil {
		t.Fatal(err)
	}
	if counts := result.Counts; counts["droppedIterations"] != 15 || counts["journeysCompleted"] != 5 || len(calls()) != 5 {
		t.Errorf("counts %v", counts)
	}
	// The first was due 0.19 s before the last of the 20; a bucket of the histogram is 0.8 % wide.
	if slowest, _ := result.Histograms["apiRequestUs"].Quantile(1); slowest < 188_000 {
		t.Errorf("the longest response took %d us", slowest)
	}
}

func TestTheMixIsEven(t *testing.T) {
	m := newMix([]Journey{{Name: "rare", Weight: 5}, {Name: "usual", Weight: 95}})
	for _, part := range [][2]int{{0, 1000}, {5000, 5200}} {
		rare := 0
		for i := part[0]; i < part[1]; i++ {
			if m.at(i).Name == "rare" {
				rare++
			}
		}
		if want := (part[1] - part[0]) / 20; rare < want-2 || rare > want+2 {
			t.Errorf("%d of %v are rare, want about %d", rare, part, want)
		}
	}
}

func TestAPlanThatCannotBeIsExplained(t *testing.T) {
	_, err := ReadPlan([]byte(`{"schema":"gomeet.journeys-plan/v1","apiUrl":"ftp://x","share":{"index":2,"of":2},"stages":[],"users":{"password":"secret-one"}}`))
	for _, want := range []string{"apiUrl is ftp://x", "share is {2 2}", "users.count is 0", "journeys is empty", "stages are empty"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "secret-one") {
		t.Error("the error shows the password")
	}
}

func TestAnInterruptedLoadLeavesAResult(t *testing.T) {
	url, _ := recording(t, func(_ call, w http.ResponseWriter) { w.WriteHeader(200) })
	plan := planFor(t, url, Journey{Name: "a", Weight: 1, Steps: []Step{{Name: "a", Method: "GET", Path: "/a", Status: 200}}})
	j, err := New(plan, Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(plan.OutputDirectory, "loadgen.json"))
	if err != nil || !strings.Contains(string(text), `"partial":true`) {
		t.Errorf("%s, error %v", text, err)
	}
}
