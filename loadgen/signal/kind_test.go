package signal

import (
	"testing"

	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/proto"
)

func TestKindIsReadFromTheFirstBytes(t *testing.T) {
	for _, test := range []struct {
		response *livekit.SignalResponse
		kind     Kind
	}{
		{&livekit.SignalResponse{Message: &livekit.SignalResponse_Offer{Offer: &livekit.SessionDescription{Sdp: "v=0"}}}, KindOffer},
		{&livekit.SignalResponse{Message: &livekit.SignalResponse_Leave{Leave: &livekit.LeaveRequest{}}}, KindLeave},
		{&livekit.SignalResponse{Message: &livekit.SignalResponse_TrackUnpublished{
			TrackUnpublished: &livekit.TrackUnpublishedResponse{TrackSid: "TR_x"}}}, 17},
		{&livekit.SignalResponse{Message: &livekit.SignalResponse_RequestResponse{
			RequestResponse: &livekit.RequestResponse{RequestId: 1}}}, KindRequestResponse},
	} {
		message, err := proto.Marshal(test.response)
		if err != nil {
			t.Fatal(err)
		}
		if kind := messageKind(message[:2]); kind != test.kind {
			t.Errorf("%v has kind %d, expected %d", test.response, kind, test.kind)
		}
	}
	for _, broken := range [][]byte{nil, {0x80}, {0xff, 0xff}} {
		if kind := messageKind(broken); kind != 0 {
			t.Errorf("% x has kind %d, expected none", broken, kind)
		}
	}
}

func TestKindSet(t *testing.T) {
	set := kindsOf([]Kind{KindOffer, KindLeave})
	if !set.has(KindOffer) || !set.has(KindLeave) || set.has(KindAnswer) || set.has(64+KindOffer) {
		t.Errorf("set is %b", set)
	}
}
