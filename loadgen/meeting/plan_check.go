package meeting

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/face"
	"gomeet/loadgen/planfile"
)

// shortestTurnSeconds lets a speaker say one packet: 960 samples at 48 kHz are 0.02 s. The turn in which a moment
// lies is found by dividing by its length, so it must not be rounded to no nanoseconds.
const shortestTurnSeconds = float64(clip.AudioPacketSamples) / clip.AudioClockHz

// check names every field that is wrong, what was found and what is accepted.
func (p *Plan) check() error {
	var faults planfile.Faults
	faults.Expect(p.Schema == PlanSchema, "schema", p.Schema, PlanSchema)
	faults.Expect(p.APIURL != "", "apiUrl", "empty", "the address of the signaling API")
	faults.Expect(p.Rooms >= 0 && p.Rooms <= 10_000, "rooms", p.Rooms, "1 to 10000")
	faults.Expect(p.FirstRoom >= 0, "firstRoom", p.FirstRoom, "1 or more")
	faults.Expect(p.rooms() == 1 || p.isNumbered(), "firstRoom", p.FirstRoom, "1 or more where there are several rooms")
	faults.Expect(p.Room.ID == "" || p.rooms() == 1, "room.id", p.Room.ID, "none where several rooms are opened")
	faults.Expect(p.Room.Name != "" || p.Room.ID != "", "room", "empty", "a name, or the id of an existing room")
	faults.Expect(strings.Count(p.Accounts.EmailPattern, "%") == 1, "accounts.emailPattern", p.Accounts.EmailPattern, "an address with one number verb, such as load-%05d@load.test")
	faults.Expect(p.Accounts.Password != "", "accounts.password", "empty", "the accounts' common password")
	faults.Expect(p.Participants >= 1 && p.Participants <= 100_000, "participants", p.Participants, "1 to 100000")
	faults.Expect(p.Publishers >= 0 && p.Publishers <= p.Participants, "publishers", p.Publishers, "0 to the number of participants")
	faults.Expect(p.Microphones >= 0 && p.Microphones <= p.Publishers, "microphones", p.Microphones, "0 to the number of publishers")
	faults.Expect(p.SignInRatePerSecond > 0, "signInRatePerSecond", p.SignInRatePerSecond, "more than 0")
	faults.Expect(p.JoinRatePerSecond > 0, "joinRatePerSecond", p.JoinRatePerSecond, "more than 0")
	faults.Expect(p.SettleSeconds >= 0, "settleSeconds", p.SettleSeconds, "0 or more")
	faults.Expect(p.HoldSeconds >= 1, "holdSeconds", p.HoldSeconds, "1 or more")
	faults.Expect(p.DecryptedShare >= 0 && p.DecryptedShare <= 1, "decryptedShare", p.DecryptedShare, "0 to 1")
	faults.Expect(p.ClipsDirectory != "", "clipsDirectory", "empty", "the directory that setup made the clips in")
	faults.Expect(p.OutputDirectory != "", "outputDirectory", "empty", "an existing directory")
	faults.Expect(p.Codec == "" || slices.Contains(clip.VideoCodecs, p.Codec), "codec", p.Codec, fmt.Sprint(clip.VideoCodecs))
	faults.Expect(p.ScreenShares >= 0 && p.ScreenShares <= p.Publishers, "screenShares", p.ScreenShares, "0 to the number of publishers")
	faults.Expect(p.SpeakerSeconds == 0 || p.SpeakerSeconds >= shortestTurnSeconds, "speakerSeconds", p.SpeakerSeconds,
		fmt.Sprintf("0, or %g (one packet of speech) or more", shortestTurnSeconds))
	p.checkData(&faults)
	for _, wrong := range face.Check(p.Faces) {
		faults = append(faults, errors.New(wrong))
	}
	if p.Endure != nil {
		p.Endure.check(&faults)
	}
	if p.Churn != nil {
		p.Churn.check(&faults)
	}
	for i, tile := range p.Layout.Tiles {
		faults.Expect(tile.Width > 0 && tile.Height > 0, fmt.Sprintf("layout.tiles[%d]", i), fmt.Sprintf("%dx%d", tile.Width, tile.Height), "more than 0x0")
	}
	if p.SourceAddresses != nil {
		first, err := netip.ParseAddr(p.SourceAddresses.First)
		faults.Expect(err == nil && first.IsLoopback() && first.Is4(), "sourceAddresses.first", p.SourceAddresses.First, "an address in 127.0.0.0/8, or sourceAddresses null")
		if err == nil && first.Is4() {
			last := plusAddress(first, p.total()-1)
			faults.Expect(last.IsLoopback() && last.Compare(first) >= 0, "sourceAddresses.first", p.SourceAddresses.First, fmt.Sprintf("one with %d more addresses in 127.0.0.0/8 after it", p.total()-1))
		}
	}
	return errors.Join(faults...)
}
