// Package route says how a participant reaches the media server when something stands in between.
package route

import "net/netip"

// Way is how one candidate of the server is reached.
type Way struct {
	// Through is the UDP address to talk to in the candidate's place; the zero value passes the
	// candidate over.
	Through netip.AddrPort
	// Seen is what the server sees this side as. A server that is not told waits before it trusts the
	// address that checks come from: pion 1 s, against none for an address that it was told of.
	Seen netip.AddrPort
	// Relayed says that Seen lies on a TURN server: pion then waits 2 s, for something better to come.
	Relayed bool
}

// Route is asked for each candidate of the server: its transport, "udp" or "tcp", and its address.
// An error means that the participant cannot connect.
type Route func(transport string, server netip.AddrPort) (Way, error)
