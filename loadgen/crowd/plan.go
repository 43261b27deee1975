// Package crowd holds very many WebSockets of the signaling API in one process: each signs in, takes
// a seat, gets a ticket, connects from an address of its own, authenticates, joins its room, hears
// what is said there and answers pings. One thread waits for all of them by epoll.
package crowd

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"gomeet/loadgen/planfile"
)

// PlanSchema names the form of the plan this package reads.
const PlanSchema = "gomeet.crowd-plan/v1"

// Plan says what the crowd does. Its fields are those of the plan file. A crowd may be one of several
// that together are the load: connections are numbered through all of them.
type Plan struct {
	Schema string `json:"schema"`
	APIURL string `json:"apiUrl"`
	// Accounts are numbered: connection i, of all, signs in as number First+i.
	Accounts Accounts `json:"accounts"`

	FirstConnection int `json:"firstConnection"`
	Connections     int `json:"connections"`
	RoomSize        int `json:"roomSize"` // connection i, of all, is in room i/RoomSize

	StartAt              int64   `json:"startAt"` // Unix milliseconds; in the past: at once
	ConnectRatePerSecond float64 `json:"connectRatePerSecond"`
	SettleSeconds        float64 `json:"settleSeconds"` // after the last is in, before memory is measured
	HoldSeconds          float64 `json:"holdSeconds"`
	ChatIntervalSeconds  float64 `json:"chatIntervalSeconds"` // between two messages in a room

	SourceAddresses *SourceAddresses `json:"sourceAddresses"` // null: the kernel chooses
	// Rendezvous lets crowds that were started together begin to hold together; null: each for itself.
	Rendezvous      *Rendezvous `json:"rendezvous"`
	OutputDirectory string      `json:"outputDirectory"`
}

// Accounts are those of the load test.
type Accounts struct {
	EmailPattern string `json:"emailPattern"` // with one %d verb, such as load-%05d@load.test
	First        int    `json:"first"`
	Password     string `json:"password"`
	// AccessTokensFile has a line for each connection of all: its access token, or nothing if it is to log in.
	// Null: all log in.
	AccessTokensFile string `json:"accessTokensFile"`
}

// SourceAddresses give every connection an address of its own, counted up from the first.
type SourceAddresses struct {
	First string `json:"first"`
}

// Rendezvous is a directory that all crowds see; each leaves a file there when it is connected.
type Rendezvous struct {
	Directory string `json:"directory"`
	Crowds    int    `json:"crowds"`
}

// ReadPlan reads and checks the text of a plan file. The error names every field that is
// wrong, what was found and what is accepted; it never shows the password.
func ReadPlan(text []byte) (Plan, error) { return planfile.Read("crowd plan", text, (*Plan).check) }

func (p *Plan) check() error {
	var faults planfile.Faults
	faults.Expect(p.Schema == PlanSchema, "schema", p.Schema, PlanSchema)
	faults.Expect(strings.HasPrefix(p.APIURL, "http://"), "apiUrl", p.APIURL, "the address of the signaling API, http://host:port")
	faults.Expect(strings.Count(p.Accounts.EmailPattern, "%") == 1, "accounts.emailPattern", p.Accounts.EmailPattern, "an address with one number verb, such as load-%05d@load.test")
	faults.Expect(p.Accounts.Password != "", "accounts.password", "empty", "the accounts' common password")
	faults.Expect(p.FirstConnection >= 0, "firstConnection", p.FirstConnection, "0 or more")
	faults.Expect(p.Connections >= 1 && p.Connections <= 1_000_000, "connections", p.Connections, "1 to 1000000")
	faults.Expect(p.RoomSize >= 1, "roomSize", p.RoomSize, "1 or more")
	if p.RoomSize >= 1 {
		faults.Expect(p.FirstConnection%p.RoomSize == 0, "firstConnection", p.FirstConnection, fmt.Sprintf("a multiple of roomSize (%d): a room is whole in one crowd", p.RoomSize))
	}
	faults.Expect(p.ConnectRatePerSecond > 0, "connectRatePerSecond", p.ConnectRatePerSecond, "more than 0")
	faults.Expect(p.SettleSeconds >= 0, "settleSeconds", p.SettleSeconds, "0 or more")
	faults.Expect(p.HoldSeconds > 0, "holdSeconds", p.HoldSeconds, "more than 0")
	faults.Expect(p.ChatIntervalSeconds > 0, "chatIntervalSeconds", p.ChatIntervalSeconds, "more than 0")
	faults.Expect(p.OutputDirectory != "", "outputDirectory", "empty", "an existing directory")
	if p.Rendezvous != nil {
		faults.Expect(p.Rendezvous.Directory != "" && p.Rendezvous.Crowds >= 1, "rendezvous", *p.Rendezvous, "a directory and the number of crowds")
	}
	if p.SourceAddresses != nil {
		first, err := netip.ParseAddr(p.SourceAddresses.First)
		isLoopback := err == nil && first.Is4() && first.IsLoopback()
		if isLoopback {
			last := plusAddress(first, p.FirstConnection+p.Connections)
			isLoopback = last.IsLoopback() && last.Compare(first) > 0
		}
		faults.Expect(isLoopback, "sourceAddresses.first", p.SourceAddresses.First, fmt.Sprintf("an address in 127.0.0.0/8 with %d more after it, or sourceAddresses null", p.FirstConnection+p.Connections))
	}
	return errors.Join(faults...)
}

// sourceAddress is that of connection i of this crowd, the zero address where the kernel chooses.
func (p *Plan) sourceAddress(i int) netip.Addr {
	if p.SourceAddresses == nil {
		return netip.Addr{}
	}
	return plusAddress(netip.MustParseAddr(p.SourceAddresses.First), p.FirstConnection+i)
}

func plusAddress(address netip.Addr, offset int) netip.Addr {
	bytes := address.As4()
	number := uint32(bytes[0])<<24 | uint32(bytes[1])<<16 | uint32(bytes[2])<<8 | uint32(bytes[3])
	number += uint32(offset)
	return netip.AddrFrom4([4]byte{byte(number >> 24), byte(number >> 16), byte(number >> 8), byte(number)})
}

func (p *Plan) email(i int) string {
	return fmt.Sprintf(p.Accounts.EmailPattern, p.Accounts.First+p.FirstConnection+i)
}

// rooms are those of this crowd; the last may be smaller.
func (p *Plan) rooms() int { return (p.Connections + p.RoomSize - 1) / p.RoomSize }

func (p *Plan) roomOf(i int) int { return i / p.RoomSize }

// members are the connections of a room: from first to end-1.
func (p *Plan) members(room int) (first, end int) {
	return room * p.RoomSize, min((room+1)*p.RoomSize, p.Connections)
}

// openFilesNeeded are the sockets, the shared HTTP connections, and what k6 holds besides.
func (p *Plan) openFilesNeeded() uint64 { return uint64(p.Connections + 2*arrivalWorkers + 100) }
