package meeting

import (
	"gomeet/loadgen/face"
	"gomeet/loadgen/histogram"
	"gomeet/loadgen/record"
)

// Result is loadgen.json of a room: what every kind of load has, and what there is only with media.
type Result struct {
	Schema     string                          `json:"schema"`
	Partial    bool                            `json:"partial"` // interrupted, or the room was lost
	StartedAt  int64                           `json:"startedAt"`
	EndedAt    int64                           `json:"endedAt"`
	Phases     []record.Phase                  `json:"phases"`
	Counts     Counts                          `json:"counts"`
	Histograms map[string]*histogram.Histogram `json:"histograms"`
	Series     []record.Series                 `json:"series"`
	Bandwidth  Bandwidth                       `json:"bandwidth"`
	Generator  Generator                       `json:"generator"`
	Publishers []PublisherResult               `json:"publishers"`
	Rooms      []RoomResult                    `json:"rooms"`
	Worst      []Miss                          `json:"worst"`
	Errors     []record.ErrorGroup             `json:"errors"`
}

// Counts are the sums over all rooms. Packets are those of the hold window, but for packetsLostJoining.
type Counts struct {
	ParticipantsRequested  int    `json:"participantsRequested"`
	ParticipantsJoined     int    `json:"participantsJoined"`
	ParticipantsReceiving  int    `json:"participantsReceiving"`
	Rooms                  int    `json:"rooms"`
	TracksExpected         int    `json:"tracksExpected"`
	TracksReceived         int    `json:"tracksReceived"`
	PacketsExpected        uint64 `json:"packetsExpected"`
	PacketsReceived        uint64 `json:"packetsReceived"`
	PacketsLost            uint64 `json:"packetsLost"`
	PacketsLostByGenerator uint64 `json:"packetsLostByGenerator"`
	PacketsLostJoining     uint64 `json:"packetsLostJoining"`
	// Before repair, and divided by the server's reports where they allow it. Of what was lost on the way,
	// packetsLostByGenerator reached this machine.
	PacketsLostBeforeRepair     uint64 `json:"packetsLostBeforeRepair"`
	PacketsLostOnTheWay         uint64 `json:"packetsLostOnTheWay"`
	PacketsLostBeforeServerSent uint64 `json:"packetsLostBeforeServerSent"`
	PacketsDecrypted            uint64 `json:"packetsDecrypted"`
	FramesChecked               uint64 `json:"framesChecked"`
	FramesBroken                uint64 `json:"framesBroken"`
	Refusals                    int    `json:"refusals"`
	APIRequests                 int    `json:"apiRequests"`
	APIErrors                   int    `json:"apiErrors"`
	WebsocketsOpened            int    `json:"websocketsOpened"`
	Freezes                     uint64 `json:"freezes"`
	VideoTracks                 uint64 `json:"videoTracks"`
	VideoTracksUnfrozen         uint64 `json:"videoTracksUnfrozen"`
	NACKs                       uint64 `json:"nacks"`
	PLIs                        uint64 `json:"plis"`
	*ChurnCounts
	*DataCounts
	*face.Carried // where participants have networks of their own
}

// RoomResult is what one room received in the hold window.
type RoomResult struct {
	Room                  int     `json:"room"`
	Name                  string  `json:"name"`
	ParticipantsRequested int     `json:"participantsRequested"`
	ParticipantsJoined    int     `json:"participantsJoined"`
	ParticipantsReceiving int     `json:"participantsReceiving"`
	TracksExpected        int     `json:"tracksExpected"`
	TracksReceived        int     `json:"tracksReceived"`
	PacketsExpected       uint64  `json:"packetsExpected"`
	PacketsLost           uint64  `json:"packetsLost"`
	Freezes               uint64  `json:"freezes"`
	OutBitsPerSecond      float64 `json:"outBitsPerSecond"`
}

// Bandwidth is what all participants of the busiest room received in the hold, with IP and UDP headers.
type Bandwidth struct {
	RoomOutBitsPerSecond float64 `json:"roomOutBitsPerSecond"`
}

// Generator is the health of the load generator itself. A CPU percentage is of one core.
type Generator struct {
	Engine                      string  `json:"engine"`
	CPUSecondsPerMillionPackets float64 `json:"cpuSecondsPerMillionPackets"`
	MemoryBytesPerSubscriber    float64 `json:"memoryBytesPerSubscriber"`
	GoroutinesPerSubscriber     float64 `json:"goroutinesPerSubscriber"`
	CPUPercentHold              float64 `json:"cpuPercentHold"`
	SocketOverflows             uint64  `json:"socketOverflows"`
	SendLatenessP99Ms           float64 `json:"sendLatenessP99Ms"`
	MaxOpenFiles                uint64  `json:"maxOpenFiles"` // the process's limit
}

// PublisherResult is what one publisher sent in the hold window.
type PublisherResult struct {
	Identity string        `json:"identity"`
	Tracks   []TrackResult `json:"tracks"`
}

// TrackResult is one RTP stream of it.
type TrackResult struct {
	Kind        string `json:"kind"`
	Layer       string `json:"layer"`
	PacketsSent uint64 `json:"packetsSent"`
	BytesSent   uint64 `json:"bytesSent"`
}
