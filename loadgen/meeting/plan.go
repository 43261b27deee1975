// Package meeting drives one room of participants through its whole journey: sign in, join at
// a rate, settle, hold, leave. It counts what every one of them received and writes it down,
// also when it is interrupted.
package meeting

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"gomeet/loadgen/subscriber"
)

// PlanSchema names the form of the plan this package reads.
const PlanSchema = "gomeet.room-plan/v1"

// Plan says what the room does. Its fields are those of the plan file.
type Plan struct {
	Schema   string   `json:"schema"`
	APIURL   string   `json:"apiUrl"`
	Room     Room     `json:"room"`
	Accounts Accounts `json:"accounts"`

	Participants int    `json:"participants"`
	Publishers   int    `json:"publishers"`  // participants 0..publishers-1 have a camera
	Microphones  int    `json:"microphones"` // the first so many of them a microphone too
	Layout       Layout `json:"layout"`

	SignInRatePerSecond float64 `json:"signInRatePerSecond"`
	JoinRatePerSecond   float64 `json:"joinRatePerSecond"`
	SettleSeconds       float64 `json:"settleSeconds"`
	HoldSeconds         float64 `json:"holdSeconds"`

	SourceAddresses *SourceAddresses `json:"sourceAddresses"` // null: the kernel chooses
	ClipsDirectory  string           `json:"clipsDirectory"`
	DecryptedShare  float64          `json:"decryptedShare"`
	OutputDirectory string           `json:"outputDirectory"`
}

// Room is the room to enter; without an id the first participant creates it.
type Room struct {
	Name string `json:"name"`
	ID   string `json:"id"`
}

// Accounts are numbered: participant i signs in as number First+i.
type Accounts struct {
	EmailPattern string `json:"emailPattern"` // with one %d verb, such as load-%05d@load.test
	First        int    `json:"first"`
	Password     string `json:"password"`
}

// Layout says how large each participant shows the cameras it sees.
type Layout struct {
	Name  string `json:"name"`
	Tiles []Tile `json:"tiles"`
}

// Tile is one picture in pixels.
type Tile struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

// SourceAddresses give every participant an address of its own, counted up from the first.
type SourceAddresses struct {
	First string `json:"first"`
}

// ReadPlan reads and checks the text of a plan file. The error names every field that is
// wrong, what was found and what is accepted; it never shows the password.
func ReadPlan(text []byte) (Plan, error) {
	var plan Plan
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&plan); err != nil {
		return Plan{}, fmt.Errorf("room plan: %w", err)
	}
	if err := plan.check(); err != nil {
		return Plan{}, fmt.Errorf("room plan: %w", err)
	}
	return plan, nil
}

func (p *Plan) check() error {
	var faults []error
	expect := func(ok bool, field string, found any, accepted string) {
		if !ok {
			faults = append(faults, fmt.Errorf("%s is %v; accepted is %s", field, found, accepted))
		}
	}
	expect(p.Schema == PlanSchema, "schema", p.Schema, PlanSchema)
	expect(p.APIURL != "", "apiUrl", "empty", "the address of the signaling API")
	expect(p.Room.Name != "" || p.Room.ID != "", "room", "empty", "a name, or the id of an existing room")
	expect(strings.Count(p.Accounts.EmailPattern, "%") == 1, "accounts.emailPattern", p.Accounts.EmailPattern, "an address with one number verb, such as load-%05d@load.test")
	expect(p.Accounts.Password != "", "accounts.password", "empty", "the accounts' common password")
	expect(p.Participants >= 1 && p.Participants <= 100_000, "participants", p.Participants, "1 to 100000")
	expect(p.Publishers >= 0 && p.Publishers <= p.Participants, "publishers", p.Publishers, "0 to the number of participants")
	expect(p.Microphones >= 0 && p.Microphones <= p.Publishers, "microphones", p.Microphones, "0 to the number of publishers")
	expect(p.SignInRatePerSecond > 0, "signInRatePerSecond", p.SignInRatePerSecond, "more than 0")
	expect(p.JoinRatePerSecond > 0, "joinRatePerSecond", p.JoinRatePerSecond, "more than 0")
	expect(p.SettleSeconds >= 0, "settleSeconds", p.SettleSeconds, "0 or more")
	expect(p.HoldSeconds >= 1, "holdSeconds", p.HoldSeconds, "1 or more")
	expect(p.DecryptedShare >= 0 && p.DecryptedShare <= 1, "decryptedShare", p.DecryptedShare, "0 to 1")
	expect(p.ClipsDirectory != "", "clipsDirectory", "empty", "the directory that setup made the clips in")
	expect(p.OutputDirectory != "", "outputDirectory", "empty", "an existing directory")
	for i, tile := range p.Layout.Tiles {
		expect(tile.Width > 0 && tile.Height > 0, fmt.Sprintf("layout.tiles[%d]", i), fmt.Sprintf("%dx%d", tile.Width, tile.Height), "more than 0x0")
	}
	if p.SourceAddresses != nil {
		first, err := netip.ParseAddr(p.SourceAddresses.First)
		expect(err == nil && first.IsLoopback() && first.Is4(), "sourceAddresses.first", p.SourceAddresses.First, "an address in 127.0.0.0/8, or sourceAddresses null")
		if err == nil && first.Is4() {
			last := plusAddress(first, p.Participants-1)
			expect(last.IsLoopback() && last.Compare(first) >= 0, "sourceAddresses.first", p.SourceAddresses.First, fmt.Sprintf("one with %d more addresses in 127.0.0.0/8 after it", p.Participants-1))
		}
	}
	return errors.Join(faults...)
}

// sourceAddress is participant i's, the zero address where the kernel chooses.
func (p *Plan) sourceAddress(i int) netip.Addr {
	if p.SourceAddresses == nil {
		return netip.Addr{}
	}
	return plusAddress(netip.MustParseAddr(p.SourceAddresses.First), i)
}

func plusAddress(address netip.Addr, offset int) netip.Addr {
	bytes := address.As4()
	number := uint32(bytes[0])<<24 | uint32(bytes[1])<<16 | uint32(bytes[2])<<8 | uint32(bytes[3])
	number += uint32(offset)
	return netip.AddrFrom4([4]byte{byte(number >> 24), byte(number >> 16), byte(number >> 8), byte(number)})
}

func (p *Plan) email(i int) string {
	return fmt.Sprintf(p.Accounts.EmailPattern, p.Accounts.First+i)
}

// decrypts chooses every k-th participant, so that the sample spreads over the whole room.
func (p *Plan) decrypts(i int) bool {
	if p.DecryptedShare == 0 {
		return false
	}
	every := max(int(1/p.DecryptedShare+0.5), 1)
	return i%every == every-1 || p.Participants < every && i == p.Participants-1
}

func (p *Plan) layout() subscriber.Layout {
	layout := subscriber.Layout{Name: p.Layout.Name}
	for _, tile := range p.Layout.Tiles {
		layout.Tiles = append(layout.Tiles, subscriber.Tile(tile))
	}
	return layout
}

// tracksExpected are the tracks participant i is to receive: every other microphone, and
// every other camera that its layout has a tile for.
func (p *Plan) tracksExpected(i int) (microphones, cameras int) {
	microphones, cameras = p.Microphones, p.Publishers
	if i < p.Microphones {
		microphones--
	}
	if i < p.Publishers {
		cameras--
	}
	return microphones, min(cameras, len(p.Layout.Tiles))
}

func seconds(value float64) time.Duration { return time.Duration(value * float64(time.Second)) }
