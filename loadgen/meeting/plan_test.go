package meeting

import (
	"strings"
	"testing"
)

const wholePlan = `{"schema":"gomeet.room-plan/v1","apiUrl":"http://127.0.0.1:1","room":{"name":"r","id":null},
"accounts":{"emailPattern":"load-%05d@load.test","first":7,"password":"hidden-secret"},
"participants":500,"publishers":3,"microphones":2,"layout":{"name":"speaker","tiles":[{"width":1280,"height":720},{"width":320,"height":180}]},
"signInRatePerSecond":20,"joinRatePerSecond":50,"settleSeconds":5,"holdSeconds":30,
"sourceAddresses":{"first":"127.1.0.250"},"clipsDirectory":"c","decryptedShare":0.05,"outputDirectory":"o"}`

func TestParticipantsHaveTheirOwnAccountAndAddress(t *testing.T) {
	plan, err := ReadPlan([]byte(wholePlan))
	if err != nil {
		t.Fatal(err)
	}
	if got := plan.email(3); got != "load-00010@load.test" {
		t.Errorf("account is %s", got)
	}
	if got := plan.sourceAddress(10).String(); got != "127.1.1.4" {
		t.Errorf("address is %s", got)
	}
	sample := 0
	for i := range plan.Participants {
		if plan.decrypts(i) {
			sample++
		}
	}
	if sample != 25 {
		t.Errorf("%d of 500 decrypt, want 25", sample)
	}
}

func TestEveryoneExpectsTheOthersTracksThatTheirLayoutShows(t *testing.T) {
	plan, err := ReadPlan([]byte(wholePlan))
	if err != nil {
		t.Fatal(err)
	}
	for participant, want := range map[int][2]int{0: {1, 2}, 1: {1, 2}, 2: {2, 2}, 3: {2, 2}, 499: {2, 2}} {
		microphones, cameras := plan.tracksExpected(participant)
		if microphones != want[0] || cameras != want[1] {
			t.Errorf("participant %d expects %d microphones and %d cameras, want %v", participant, microphones, cameras, want)
		}
	}
}

func TestAWrongPlanNamesTheFieldTheValueAndWhatIsAccepted(t *testing.T) {
	for change, want := range map[[2]string]string{
		{`"participants":500`, `"participants":0`}:                                       "participants is 0; accepted is 1 to 100000",
		{`"participants":500`, `"participants":"many"`}:                                  "participants",
		{`"publishers":3`, `"publishers":501`}:                                           "publishers is 501; accepted is 0 to the number of participants",
		{`"microphones":2`, `"microphones":4`}:                                           "microphones is 4; accepted is 0 to the number of publishers",
		{`"holdSeconds":30`, `"holdSeconds":-5`}:                                         "holdSeconds is -5; accepted is 1 or more",
		{`"width":320`, `"width":0`}:                                                     "layout.tiles[1] is 0x180",
		{`127.1.0.250`, `10.0.0.1`}:                                                      "sourceAddresses.first is 10.0.0.1; accepted is an address in 127.0.0.0/8",
		{`127.1.0.250`, `127.255.255.250`}:                                               "accepted is one with 499 more addresses in 127.0.0.0/8 after it",
		{`"participants":500`, `"rooms":-1,"participants":500`}:                          "rooms is -1; accepted is 1 to 10000",
		{`"participants":500`, `"rooms":2,"participants":500`}:                           "firstRoom is 0; accepted is 1 or more where there are several rooms",
		{`"name":"r","id":null}`, `"name":"r","id":"x"},"rooms":2`}:                      "room.id is x; accepted is none where several rooms are opened",
		{`"publishers":3`, `"publishers":3,"dataUsers":1,"dataMessagesPerSecond":1`}:     "dataUsers is 1; accepted is 0, or 2 to the number of participants",
		{`"publishers":3`, `"publishers":3,"dataMessagesPerSecond":1`}:                   "dataMessagesPerSecond is 1; accepted is more than 0 with data users",
		{`"publishers":3`, `"publishers":3,"dataUsers":500,"dataMessagesPerSecond":100`}: "receives at most 10000 a second, not 49900",
		{`"publishers":3`, `"publishers":3,"speakerSeconds":1e-12`}:                      "speakerSeconds is 1e-12; accepted is 0, or 0.02 (one packet of speech) or more",
		{`"publishers":3`, `"publishers":3,"speakerSeconds":-1`}:                         "speakerSeconds is -1; accepted is 0, or 0.02",
		{`"apiUrl"`, `"apiURI"`}:                                                         `unknown field "apiURI"`,
		{`gomeet.room-plan/v1`, `gomeet.room-plan/v2`}:                                   "schema is gomeet.room-plan/v2; accepted is gomeet.room-plan/v1",
		{`load-%05d@load.test`, `load@load.test`}:                                        "accounts.emailPattern",
	} {
		_, err := ReadPlan([]byte(strings.Replace(wholePlan, change[0], change[1], 1)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error is %v", change[1], err)
		}
		if err != nil && strings.Contains(err.Error(), "hidden-secret") {
			t.Errorf("%s: the error shows the password", change[1])
		}
	}
}
