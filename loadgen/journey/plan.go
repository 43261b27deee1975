// Package journey walks people through the signaling API as an open model: journeys begin when the
// schedule says, however slow the answers are, and every response time counts from the moment at
// which its request was due.
package journey

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"gomeet/loadgen/planfile"
	"gomeet/loadgen/schedule"
)

// PlanSchema names the form of the plan this package reads.
const PlanSchema = "gomeet.journeys-plan/v1"

// Plan says who walks what, and when. Its fields are those of the plan file.
type Plan struct {
	Schema string `json:"schema"`
	APIURL string `json:"apiUrl"`
	// StartAt is when several processes begin together, in Unix milliseconds; a single one does not wait for it.
	StartAt int64 `json:"startAt"`
	// Share is which part of the load this process walks: every Of-th journey, from number Index on.
	Share     Share            `json:"share"`
	StartRate float64          `json:"startRate"` // journeys a second at the beginning, over all processes
	Stages    []schedule.Stage `json:"stages"`
	Journeys  []Journey        `json:"journeys"`
	// Users have an account, stay signed in and keep their connection: the first waits longest for its next journey.
	Users     Users     `json:"users"`
	Newcomers Newcomers `json:"newcomers"`
	// Shared values by name, such as the rooms that are open: user i gets number i modulo how many there are.
	Shared          map[string][]string `json:"shared"`
	OutputDirectory string              `json:"outputDirectory"`
}

// Share is one process of several.
type Share struct {
	Index int `json:"index"`
	Of    int `json:"of"`
}

// Users are this process's.
type Users struct {
	EmailPattern        string  `json:"emailPattern"` // with one %d verb, such as load-%05d@load.test
	First               int     `json:"first"`
	Count               int     `json:"count"`
	Password            string  `json:"password"`
	SignInRatePerSecond float64 `json:"signInRatePerSecond"`
	FirstAddress        string  `json:"firstAddress"` // empty lets the kernel choose

}

// Newcomers have no account yet; each comes once, from an address of its own.
type Newcomers struct {
	EmailPattern string `json:"emailPattern"`
	FirstAddress string `json:"firstAddress"` // empty lets the kernel choose
	// AtOnce bounds how many are under way: more would mean that the API answers none.
	AtOnce int `json:"atOnce"`
}

// Journey is one way through the API, with its weight among the others.
type Journey struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
	// Newcomer says that whoever walks it has no account yet.
	Newcomer bool   `json:"newcomer"`
	Steps    []Step `json:"steps"`
}

// Step is one request. In its path and its body {name} stands for a value: email, password, what is
// shared, or what an earlier step kept.
type Step struct {
	Name   string          `json:"name"`
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body"`
	Status int             `json:"status"` // the one that is expected
	// Keep is which members of the answer later steps need, by the name they give them, such as "livekit.token".
	Keep map[string]string `json:"keep"`
	// FreshSeconds lets a user leave the step out while what it kept is younger: people stay signed in.
	FreshSeconds float64 `json:"freshSeconds"`
}

// ReadPlan reads and checks the text of a plan file. The error names every field that is wrong, what
// was found and what is accepted; it never shows the password.
func ReadPlan(text []byte) (Plan, error) { return planfile.Read("journeys plan", text, (*Plan).check) }

func (p *Plan) check() error {
	var faults planfile.Faults
	faults.Expect(p.Schema == PlanSchema, "schema", p.Schema, PlanSchema)
	faults.Expect(strings.HasPrefix(p.APIURL, "http://") || strings.HasPrefix(p.APIURL, "https://"), "apiUrl", p.APIURL, "an address such as http://127.0.0.1:8080")
	faults.Expect(p.Share.Of >= 1 && p.Share.Index >= 0 && p.Share.Index < p.Share.Of, "share", p.Share, "an index from 0 to of-1")
	faults.Expect(p.Users.Count >= 1 && p.Users.Count <= 100_000, "users.count", p.Users.Count, "1 to 100000")
	faults.Expect(strings.Count(p.Users.EmailPattern, "%") == 1, "users.emailPattern", p.Users.EmailPattern, "an address with one number verb, such as load-%05d@load.test")
	faults.Expect(p.Users.Password != "", "users.password", "empty", "the accounts' common password")
	faults.Expect(p.Users.SignInRatePerSecond > 0, "users.signInRatePerSecond", p.Users.SignInRatePerSecond, "more than 0")
	faults.Expect(p.Newcomers.AtOnce >= 1, "newcomers.atOnce", p.Newcomers.AtOnce, "1 or more")
	faults.Expect(strings.Count(p.Newcomers.EmailPattern, "%") == 1, "newcomers.emailPattern", p.Newcomers.EmailPattern, "an address with one number verb")
	faults.Expect(isAddress(p.Users.FirstAddress), "users.firstAddress", p.Users.FirstAddress, "an address in 127.0.0.0/8, or empty")
	faults.Expect(isAddress(p.Newcomers.FirstAddress), "newcomers.firstAddress", p.Newcomers.FirstAddress, "an address in 127.0.0.0/8, or empty")
	faults.Expect(p.OutputDirectory != "", "outputDirectory", "empty", "an existing directory")
	faults.Expect(len(p.Journeys) > 0, "journeys", "empty", "at least one")
	for i, journey := range p.Journeys {
		where := fmt.Sprintf("journeys[%d]", i)
		faults.Expect(journey.Weight > 0, where+".weight", journey.Weight, "more than 0")
		faults.Expect(len(journey.Steps) > 0, where+".steps", "empty", "at least one")
		for j, step := range journey.Steps {
			where := fmt.Sprintf("%s.steps[%d]", where, j)
			faults.Expect(step.Name != "" && step.Method != "", where, step.Name, "a step with name and method")
			faults.Expect(strings.HasPrefix(step.Path, "/"), where+".path", step.Path, "a path that begins with /")
			faults.Expect(step.Status >= 200 && step.Status < 400, where+".status", step.Status, "200 to 399")
		}
	}
	if _, err := schedule.New(p.StartRate, p.Stages); err != nil {
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

func isAddress(text string) bool {
	if text == "" {
		return true
	}
	address, err := netip.ParseAddr(text)
	return err == nil && address.Is4() && address.IsLoopback()
}
