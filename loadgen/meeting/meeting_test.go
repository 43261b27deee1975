package meeting_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gomeet/loadgen/clip/cliptest"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/meeting"
)

func plan(t *testing.T, apiURL string, change func(*meeting.Plan)) meeting.Plan {
	t.Helper()
	plan := meeting.Plan{
		Schema: meeting.PlanSchema, APIURL: apiURL, Room: meeting.Room{Name: "test"},
		Accounts:     meeting.Accounts{EmailPattern: "load-%05d@load.test", First: 1, Password: "secret"},
		Participants: 12, Publishers: 2, Microphones: 1,
		Layout:              meeting.Layout{Name: "grid-25", Tiles: []meeting.Tile{{Width: 320, Height: 180}, {Width: 320, Height: 180}}},
		SignInRatePerSecond: 200, JoinRatePerSecond: 50, SettleSeconds: 2, HoldSeconds: 4,
		SourceAddresses: &meeting.SourceAddresses{First: "127.1.0.1"},
		ClipsDirectory:  cliptest.Directory(t), DecryptedShare: 0.25, OutputDirectory: t.TempDir(),
	}
	if change != nil {
		change(&plan)
	}
	return plan
}

// walk goes through the whole journey and stops at the first error, as the scenario does.
func walk(ctx context.Context, m *meeting.Meeting) error {
	for _, step := range []func(context.Context) error{m.SignIn, m.Join, m.Settle, m.Hold, m.Leave} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func readResult(t *testing.T, directory string) *meeting.Result {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(directory, "loadgen.json"))
	if err != nil {
		t.Fatal(err)
	}
	result := &meeting.Result{}
	if err := json.Unmarshal(text, result); err != nil {
		t.Fatal(err)
	}
	return result
}

func TestEveryoneReceivesEveryTrackOfARoom(t *testing.T) {
	server := livekittest.Start(t)
	door := openDoor(t, server.URL)
	door.refuses.Store(2)
	p := plan(t, door.URL, nil)
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(t.Context(), m); err != nil {
		t.Error(err)
	}
	if _, err := m.Close(); err != nil {
		t.Fatal(err)
	}
	result := readResult(t, p.OutputDirectory)
	c := result.Counts
	// 10 who watch receive 2 cameras and 1 microphone; publisher 0 receives 1 camera, and
	// publisher 1 receives 1 camera and the microphone: 10*3 + 1 + 2.
	if c.ParticipantsJoined != 12 || c.ParticipantsReceiving != 12 || c.TracksExpected != 33 || c.TracksReceived != 33 || result.Partial {
		t.Errorf("partial %t, counts %+v, worst %+v, errors %+v", result.Partial, c, result.Worst, result.Errors)
	}
	if c.PacketsExpected == 0 || c.PacketsReceived != c.PacketsExpected || c.PacketsLost != 0 || c.PacketsLostByGenerator != 0 {
		t.Errorf("packets: %+v", c)
	}
	if c.PacketsDecrypted == 0 || c.FramesChecked == 0 || c.FramesBroken != 0 {
		t.Errorf("sample: %+v", c)
	}
	if c.Refusals != 2 || c.APIErrors != 0 || c.WebsocketsOpened != 12 || len(result.Errors) != 0 {
		t.Errorf("API: %+v, errors %+v", c, result.Errors)
	}
	for name, count := range map[string]uint64{"timeToJoinUs": 12, "timeToFirstFrameUs": 10, "apiLoginUs": 12, "apiJoinUs": 12} {
		if got := result.Histograms[name].Count(); got != count {
			t.Errorf("%s has %d values, want %d", name, got, count)
		}
	}
	if result.Histograms["videoLatencyUs"].Count() == 0 || result.Histograms["audioLatencyUs"].Count() == 0 {
		t.Error("no latency was measured")
	}
	if len(result.Publishers) != 2 || len(result.Phases) != 5 || door.leaves.Load() != 12 || door.sockets.Load() != 0 {
		t.Errorf("publishers %+v, phases %+v, leaves %d, sockets %d", result.Publishers, result.Phases, door.leaves.Load(), door.sockets.Load())
	}
	t.Logf("generator %+v, publishers %+v, bandwidth %+v", result.Generator, result.Publishers, result.Bandwidth)
}

func TestRoomsSideBySideAreSummedAndEachToldApart(t *testing.T) {
	server := livekittest.Start(t)
	door := openDoor(t, server.URL)
	p := plan(t, door.URL, func(p *meeting.Plan) { p.Rooms, p.FirstRoom, p.Participants = 3, 4, 4 })
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(t.Context(), m); err != nil {
		t.Error(err)
	}
	result, err := m.Close()
	if err != nil {
		t.Fatal(err)
	}
	c := result.Counts
	// In each room 2 watch 2 cameras and 1 microphone, publisher 0 gets 1 camera, publisher 1 a camera and the microphone.
	if c.Rooms != 3 || c.ParticipantsRequested != 12 || c.ParticipantsReceiving != 12 || c.TracksExpected != 27 || c.TracksReceived != 27 {
		t.Errorf("counts %+v, worst %+v, errors %+v", c, result.Worst, result.Errors)
	}
	if door.rooms.Load() != 3 || door.ends.Load() != 3 || len(result.Publishers) != 6 {
		t.Errorf("%d rooms opened, %d ended, %d publishers", door.rooms.Load(), door.ends.Load(), len(result.Publishers))
	}
	busiest := 0.0
	for i, room := range result.Rooms {
		if room.Room != 4+i || room.ParticipantsReceiving != 4 || room.TracksReceived != 9 || room.PacketsLost != 0 {
			t.Errorf("room %+v", room)
		}
		busiest = max(busiest, room.OutBitsPerSecond)
	}
	if len(result.Rooms) != 3 || result.Rooms[0].Name != "test 4" || result.Bandwidth.RoomOutBitsPerSecond != busiest || busiest == 0 {
		t.Errorf("rooms %+v, bandwidth %+v", result.Rooms, result.Bandwidth)
	}
}

func TestAnInterruptedHoldLeavesAPartialResult(t *testing.T) {
	server := livekittest.Start(t)
	door := openDoor(t, server.URL)
	p := plan(t, door.URL, func(p *meeting.Plan) { p.HoldSeconds = 600 })
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	m, err := meeting.New(p, meeting.Observer{Second: func(second meeting.Second) {
		if second.Phase == "hold" && second.PacketsPerSecond > 0 {
			interrupt()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(ctx, m); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "hold") {
		t.Errorf("error is %v", err)
	}
	if _, err := m.Close(); err != nil {
		t.Fatal(err)
	}
	result := readResult(t, p.OutputDirectory)
	if door.ends.Load() != 1 {
		t.Error("the room was left open")
	}
	if !result.Partial || result.Counts.ParticipantsJoined != 12 || result.Counts.PacketsReceived == 0 {
		t.Errorf("partial %t, counts %+v", result.Partial, result.Counts)
	}
}

func TestAServerThatVanishesEndsInAPartialResultWithErrors(t *testing.T) {
	server := livekittest.Start(t)
	p := plan(t, openDoor(t, server.URL).URL, func(p *meeting.Plan) { p.HoldSeconds = 600 })
	m, err := meeting.New(p, meeting.Observer{Second: func(second meeting.Second) {
		if second.Phase == "hold" && second.PacketsPerSecond > 0 {
			server.Kill()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(t.Context(), m); err == nil || !strings.Contains(err.Error(), "lost the room") {
		t.Errorf("error is %v", err)
	}
	result, err := m.Close()
	if err != nil {
		t.Fatal(err)
	}
	if !result.Partial || len(result.Errors) == 0 || result.Errors[0].Count != 12 {
		t.Errorf("partial %t, errors %+v", result.Partial, result.Errors)
	}
}

func TestAServerThatRefusesTokensEndsTheJoinWithItsAnswer(t *testing.T) {
	server := livekittest.Start(t)
	door := openDoor(t, server.URL)
	door.forged.Store(true)
	p := plan(t, door.URL, nil)
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(t.Context(), m); err == nil || !strings.Contains(err.Error(), "nobody could join") || !strings.Contains(err.Error(), "401") {
		t.Errorf("error is %v", err)
	}
	result, err := m.Close()
	if err != nil {
		t.Fatal(err)
	}
	if !result.Partial || result.Counts.ParticipantsJoined != 0 || result.Errors[0].Count != 12 || door.ends.Load() != 1 {
		t.Errorf("partial %t, counts %+v, errors %+v, %d rooms ended", result.Partial, result.Counts, result.Errors, door.ends.Load())
	}
}

func TestWithoutAnAPINobodyCanSignInAndTheResultSaysSo(t *testing.T) {
	p := plan(t, "http://127.0.0.1:1", nil)
	m, err := meeting.New(p, meeting.Observer{})
	if err != nil {
		t.Fatal(err)
	}
	if err := walk(t.Context(), m); err == nil || !strings.Contains(err.Error(), "nobody could sign in") {
		t.Errorf("error is %v", err)
	}
	result, err := m.Close()
	if err != nil {
		t.Fatal(err)
	}
	if !result.Partial || result.Counts.APIErrors != 12 || result.Errors[0].Count != 12 {
		t.Errorf("counts %+v, errors %+v", result.Counts, result.Errors)
	}
}
