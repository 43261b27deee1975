package subscriber

import (
	"net/netip"
	"strings"
	"testing"
)

// sampleOffer has the sections of a LiveKit subscriber offer, with fewer codecs.
var sampleOffer = strings.ReplaceAll(`v=0
o=- 1 2 IN IP4 0.0.0.0
s=-
t=0 0
a=fingerprint:sha-256 AA:BB
a=group:BUNDLE 0 1 2 3
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
a=setup:actpass
a=mid:0
a=ice-ufrag:remoteU
a=ice-pwd:remotePassword
m=video 9 UDP/TLS/RTP/SAVPF 96 97
a=mid:1
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 nack
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time
a=ssrc-group:FID 1111 2222
a=ssrc:1111 cname:x
a=ssrc:2222 cname:x
a=msid:PA_speaker|stream TR_camera
a=sendrecv
m=audio 9 UDP/TLS/RTP/SAVPF 111
a=mid:2
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=ssrc:3333 cname:x
a=msid:PA_speaker|stream TR_voice
a=sendonly
m=audio 9 UDP/TLS/RTP/SAVPF 111
a=mid:3
a=rtpmap:111 opus/48000/2
a=inactive
`, "\n", "\r\n")

const sampleAnswer = `v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 1 2 3
a=ice-ufrag:localU
a=ice-pwd:localPassword
a=fingerprint:sha-256 CC:DD
m=application 0 UDP/DTLS/SCTP webrtc-datachannel
c=IN IP4 0.0.0.0
a=mid:0
a=setup:active
a=candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host
a=end-of-candidates
m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 0.0.0.0
a=mid:1
a=setup:active
a=recvonly
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 nack
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time
m=audio 9 UDP/TLS/RTP/SAVPF 111
c=IN IP4 0.0.0.0
a=mid:2
a=setup:active
a=recvonly
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
m=audio 9 UDP/TLS/RTP/SAVPF 111
c=IN IP4 0.0.0.0
a=mid:3
a=setup:active
a=inactive
a=rtpmap:111 opus/48000/2
`

func TestOfferIsUnderstood(t *testing.T) {
	o, err := parseOffer(sampleOffer)
	if err != nil {
		t.Fatal(err)
	}
	if o.ufrag != "remoteU" || o.password != "remotePassword" || o.fingerprint != "sha-256 AA:BB" || len(o.sections) != 4 {
		t.Fatalf("parsed %+v", o)
	}
	video := o.sections[1]
	if video.trackSID != "TR_camera" || video.ssrc != 1111 || video.rtxSSRC != 2222 || video.codecs[0] != (payloadCodec{96, vp8}) ||
		video.clockRate != 90_000 || video.captureID != 3 || !video.nack || !video.carriesTrack() {
		t.Errorf("video section is %+v", video)
	}
	voice := o.sections[2]
	if voice.trackSID != "TR_voice" || voice.ssrc != 3333 || voice.rtxSSRC != 0 || voice.codecs[0] != (payloadCodec{111, opus}) || voice.nack {
		t.Errorf("audio section is %+v", voice)
	}
	if o.sections[0].carriesTrack() || o.sections[3].carriesTrack() {
		t.Error("data channels or an inactive section pass for a track")
	}
}

func TestAnswerReceivesMediaAndDeclinesData(t *testing.T) {
	o, err := parseOffer(sampleOffer)
	if err != nil {
		t.Fatal(err)
	}
	answer := buildAnswer(o, localDescription{
		ufrag: "localU", password: "localPassword", fingerprint: "sha-256 CC:DD",
		address: netip.MustParseAddrPort("127.0.0.1:4000"),
	})
	if want := strings.ReplaceAll(sampleAnswer, "\n", "\r\n"); answer != want {
		t.Errorf("answer is\n%s\nexpected\n%s", answer, want)
	}
}

func TestAnOfferWithoutCredentialsIsRefused(t *testing.T) {
	for _, sdp := range []string{"", "v=0\r\n", "m=audio\r\n", strings.Replace(sampleOffer, "a=ice-pwd:remotePassword\r\n", "", 1)} {
		if _, err := parseOffer(sdp); err == nil {
			t.Errorf("offer was accepted: %q", sdp)
		}
	}
}

func TestCandidates(t *testing.T) {
	for line, want := range map[string]string{
		"candidate:1 1 udp 2130706431 127.0.0.1 50000 typ host":          "udp 127.0.0.1:50000",
		"candidate:1 1 UDP 1 10.0.0.1 7 typ srflx raddr 0.0.0.0 rport 0": "udp 10.0.0.1:7",
		"candidate:1 1 tcp 1 127.0.0.1 7881 typ host tcptype passive":    "tcp 127.0.0.1:7881",
		"candidate:1 1 udp 1 ::1 50000 typ host":                         "",
		"candidate:1 1 udp 1 1fd8e6a1.local 50000 typ host":              "",
		"candidate:1 1 udp 1 127.0.0.1 70000 typ host":                   "",
		"": "",
	} {
		transport, got, ok := parseCandidate(line)
		if ok != (want != "") || (ok && transport+" "+got.String() != want) {
			t.Errorf("%q is %s %v, %v; expected %q", line, transport, got, ok, want)
		}
	}
}
