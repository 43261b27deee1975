package subscriber

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // STUN's MESSAGE-INTEGRITY is HMAC-SHA1 by definition (RFC 8489, section 14.5).
	"encoding/binary"
	"hash/crc32"
	"net/netip"
)

const (
	stunHeaderBytes = 20
	stunMagicCookie = 0x2112A442
	// fingerprintMask is the ASCII of "STUN", XORed onto the CRC-32 (RFC 8489, section 14.7).
	fingerprintMask = 0x5354554e

	stunBindingRequest  = 0x0001
	stunBindingResponse = 0x0101

	attributeUsername         = 0x0006
	attributeMessageIntegrity = 0x0008
	attributeXorMappedAddress = 0x0020
	attributePriority         = 0x0024
	attributeUseCandidate     = 0x0025
	attributeFingerprint      = 0x8028
	attributeICEControlled    = 0x8029
	attributeICEControlling   = 0x802A
)

type transactionID [12]byte

// stunMessage is what an ICE agent needs to know of a received message.
type stunMessage struct {
	kind         uint16
	transaction  transactionID
	username     string
	useCandidate bool
	integrityAt  int // offset of MESSAGE-INTEGRITY, 0 when it has none
	raw          []byte
}

// parseSTUN reads a message; ok is false for what is not STUN or is cut short.
func parseSTUN(raw []byte) (message stunMessage, ok bool) {
	if len(raw) < stunHeaderBytes || binary.BigEndian.Uint32(raw[4:]) != stunMagicCookie ||
		int(binary.BigEndian.Uint16(raw[2:]))+stunHeaderBytes != len(raw) {
		return message, false
	}
	message.kind, message.raw = binary.BigEndian.Uint16(raw), raw
	copy(message.transaction[:], raw[8:])
	for at := stunHeaderBytes; at < len(raw); {
		if at+4 > len(raw) {
			return message, false
		}
		attribute, size := binary.BigEndian.Uint16(raw[at:]), int(binary.BigEndian.Uint16(raw[at+2:]))
		if at+4+size > len(raw) {
			return message, false
		}
		switch attribute {
		case attributeUsername:
			message.username = string(raw[at+4 : at+4+size])
		case attributeUseCandidate:
			message.useCandidate = true
		case attributeMessageIntegrity:
			message.integrityAt = at
		}
		at += 4 + (size+3)&^3 // values are padded to a multiple of 4
	}
	return message, true
}

// authentic checks MESSAGE-INTEGRITY with the password of the side that the message came to.
func (m *stunMessage) authentic(password string) bool {
	at := m.integrityAt
	if at == 0 || at+24 > len(m.raw) {
		return false
	}
	covered := append([]byte(nil), m.raw[:at]...)
	// The hash covers a header whose length ends with this attribute (4 + 20 bytes).
	binary.BigEndian.PutUint16(covered[2:], uint16(at+24-stunHeaderBytes))
	return hmac.Equal(integrity(covered, password), m.raw[at+4:at+24])
}

func integrity(covered []byte, password string) []byte {
	hash := hmac.New(sha1.New, []byte(password))
	hash.Write(covered)
	return hash.Sum(nil)
}

// bindingResponse answers a request that came from the given address.
func bindingResponse(transaction transactionID, from netip.AddrPort, password string) []byte {
	message := stunHeader(stunBindingResponse, transaction)
	address := from.Addr().Unmap().As4()
	value := make([]byte, 8)
	value[1] = 1 // IPv4
	binary.BigEndian.PutUint16(value[2:], from.Port()^(stunMagicCookie>>16))
	binary.BigEndian.PutUint32(value[4:], binary.BigEndian.Uint32(address[:])^stunMagicCookie)
	return seal(appendAttribute(message, attributeXorMappedAddress, value), password)
}

// connectivityCheck is what a Binding request says of its sender (RFC 8445, section 7.1).
type connectivityCheck struct {
	username, password string
	tieBreaker         uint64
	controlling        bool
	nominating         bool // only a controlling agent may
}

// bindingRequest is this side's own connectivity check.
func bindingRequest(transaction transactionID, check connectivityCheck) []byte {
	role := uint16(attributeICEControlled)
	if check.controlling {
		role = attributeICEControlling
	}
	message := stunHeader(stunBindingRequest, transaction)
	message = appendAttribute(message, attributeUsername, []byte(check.username))
	message = appendAttribute(message, role, binary.BigEndian.AppendUint64(nil, check.tieBreaker))
	message = appendAttribute(message, attributePriority, binary.BigEndian.AppendUint32(nil, hostPriority))
	if check.nominating {
		message = appendAttribute(message, attributeUseCandidate, nil)
	}
	return seal(message, check.password)
}

func stunHeader(kind uint16, transaction transactionID) []byte {
	message := make([]byte, 0, 128)
	message = binary.BigEndian.AppendUint16(message, kind)
	message = append(message, 0, 0)
	message = binary.BigEndian.AppendUint32(message, stunMagicCookie)
	return append(message, transaction[:]...)
}

func appendAttribute(message []byte, attribute uint16, value []byte) []byte {
	message = binary.BigEndian.AppendUint16(message, attribute)
	message = binary.BigEndian.AppendUint16(message, uint16(len(value)))
	message = append(message, value...)
	for len(message)%4 != 0 {
		message = append(message, 0)
	}
	return message
}

// seal appends MESSAGE-INTEGRITY and FINGERPRINT; each covers a length that includes itself.
func seal(message []byte, password string) []byte {
	binary.BigEndian.PutUint16(message[2:], uint16(len(message)+24-stunHeaderBytes))
	message = appendAttribute(message, attributeMessageIntegrity, integrity(message, password))
	binary.BigEndian.PutUint16(message[2:], uint16(len(message)+8-stunHeaderBytes))
	checksum := crc32.ChecksumIEEE(message) ^ fingerprintMask
	return appendAttribute(message, attributeFingerprint, binary.BigEndian.AppendUint32(nil, checksum))
}
