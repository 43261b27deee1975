// Package meeting drives one room of participants through its whole journey: sign in, join at
// a rate, settle, hold, leave. It counts what every one of them received and writes it down,
// also when it is interrupted.
package meeting

import (
	"fmt"
	"net/netip"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/face"
	"gomeet/loadgen/planfile"
	"gomeet/loadgen/subscriber"
)

// PlanSchema names the form of the plan this package reads.
const PlanSchema = "gomeet.room-plan/v1"

// Plan says what the rooms do, all of them the same. Its fields are those of the plan file.
type Plan struct {
	Schema   string   `json:"schema"`
	APIURL   string   `json:"apiUrl"`
	Room     Room     `json:"room"`
	Accounts Accounts `json:"accounts"`

	Rooms     int `json:"rooms"`     // how many rooms alike; 0 is one
	FirstRoom int `json:"firstRoom"` // number of the first, from 1; 0 where there is only this room

	Participants int    `json:"participants"` // of each room
	Publishers   int    `json:"publishers"`   // participants 0..publishers-1 of each room have a camera
	Microphones  int    `json:"microphones"`  // the first so many of them a microphone too
	Layout       Layout `json:"layout"`

	Codec          clip.Codec     `json:"codec"`          // of cameras and shared screens; empty is VP8
	ScreenShares   int            `json:"screenShares"`   // the first so many publishers share a screen too
	SpeakerSeconds float64        `json:"speakerSeconds"` // microphones take turns of that length; 0: all speak all the time
	Faces          []face.Options `json:"faces"`          // networks of their own, by share of all participants

	// The first so many participants of each room send data messages to one another, at that rate each: those with
	// a camera over the connection they have, the others over one of their own.
	DataUsers             int     `json:"dataUsers"`
	DataMessagesPerSecond float64 `json:"dataMessagesPerSecond"` // reliable and lossy ones in turn

	StartAt             int64   `json:"startAt"`             // Unix milliseconds at which all processes begin; 0 is at once
	SignInRatePerSecond float64 `json:"signInRatePerSecond"` // over all rooms
	JoinRatePerSecond   float64 `json:"joinRatePerSecond"`   // over all rooms
	SettleSeconds       float64 `json:"settleSeconds"`
	HoldSeconds         float64 `json:"holdSeconds"`

	Churn  *Churn  `json:"churn"`  // null: everyone stays
	Endure *Endure `json:"endure"` // null: the room is held

	SourceAddresses *SourceAddresses `json:"sourceAddresses"` // null: the kernel chooses
	ClipsDirectory  string           `json:"clipsDirectory"`
	DecryptedShare  float64          `json:"decryptedShare"`
	OutputDirectory string           `json:"outputDirectory"`
}

// Room is the room to enter; without an id its first participant opens it, and ends it at last.
// Several rooms bear the name with their number.
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
func ReadPlan(text []byte) (Plan, error) { return planfile.Read("room plan", text, (*Plan).check) }

// sourceAddress is that of participant i of all, the zero address where the kernel chooses.
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

// decrypts chooses every k-th participant, so that the sample spreads over all rooms.
func (p *Plan) decrypts(i int) bool {
	if p.DecryptedShare == 0 {
		return false
	}
	every := max(int(1/p.DecryptedShare+0.5), 1)
	return i%every == every-1 || p.total() < every && i == p.total()-1
}

// resumes tells whether who is cut off takes up its signalling again.
func (p *Plan) resumes() bool { return p.Churn != nil && p.Churn.Reconnect == Resume }

func (p *Plan) rooms() int { return max(p.Rooms, 1) }

// isNumbered tells whether this is one of several rooms, be it the only one of this process.
func (p *Plan) isNumbered() bool { return p.FirstRoom > 0 }

// total is everyone in all rooms.
func (p *Plan) total() int { return p.rooms() * p.Participants }

func (p *Plan) layout() subscriber.Layout {
	layout := subscriber.Layout{Name: p.Layout.Name}
	for _, tile := range p.Layout.Tiles {
		layout.Tiles = append(layout.Tiles, subscriber.Tile(tile))
	}
	return layout
}

// tracksExpected are the tracks the room's participant i is to receive: every other microphone, and
// every other camera and shared screen that its layout has a tile for.
func (p *Plan) tracksExpected(i int) (microphones, pictures int) {
	microphones, pictures = p.Microphones, p.Publishers+p.ScreenShares
	if i < p.Microphones {
		microphones--
	}
	if i < p.Publishers {
		pictures--
	}
	if i < p.ScreenShares {
		pictures--
	}
	return microphones, min(pictures, len(p.Layout.Tiles))
}
