package subscriber

import (
	"fmt"
	"net/netip"
	"strings"

	"gomeet/loadgen/datachannel"
)

// hostPriority is the priority of a single host candidate (RFC 8445, section 5.1.2.1):
// 126 * 2^24 + 65,535 * 2^8 + 255.
const hostPriority = 126<<24 + 65_535<<8 + 255

// localDescription is this side's end of the media transport.
type localDescription struct {
	ufrag, password string
	fingerprint     string         // "sha-256 AA:BB:…"
	address         netip.AddrPort // the zero value: none is told
	data            bool           // takes part in the data channels
}

// buildAnswer accepts all media of the offer as receiver, and the data channels if this side wants them.
//
// The first offer has nothing but data channels. Declined, port 0 keeps the server from waiting for an SCTP
// association that will never come; the transport's credentials therefore stand at session level
// and the candidate in the first section, where the server looks for them even so.
func buildAnswer(o offer, local localDescription) string {
	var b strings.Builder
	b.Grow(1024 + 1024*len(o.sections))
	b.WriteString("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE")
	for _, s := range o.sections {
		if s.media != "application" || local.data {
			b.WriteString(" " + s.mid)
		}
	}
	fmt.Fprintf(&b, "\r\na=ice-ufrag:%s\r\na=ice-pwd:%s\r\na=fingerprint:%s\r\n",
		local.ufrag, local.password, local.fingerprint)
	for i, s := range o.sections {
		port := 9
		if s.media == "application" && !local.data {
			port = 0
		}
		fmt.Fprintf(&b, "m=%s %d %s %s\r\nc=IN IP4 0.0.0.0\r\na=mid:%s\r\na=setup:active\r\n",
			s.media, port, s.transport, s.formats, s.mid)
		if i == 0 && local.address.IsValid() {
			fmt.Fprintf(&b, "a=candidate:1 1 udp %d %s %d typ host\r\na=end-of-candidates\r\n",
				hostPriority, local.address.Addr(), local.address.Port())
		}
		if s.media == "application" {
			if local.data {
				fmt.Fprintf(&b, "a=sctp-port:%d\r\na=max-message-size:%d\r\n", datachannel.Port, datachannel.MaxMessageBytes)
			}
			continue
		}
		if s.sends {
			b.WriteString("a=recvonly\r\n")
		} else {
			b.WriteString("a=inactive\r\n")
		}
		for _, line := range s.echoed {
			b.WriteString(line + "\r\n")
		}
	}
	return b.String()
}
