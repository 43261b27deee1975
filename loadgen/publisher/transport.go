package publisher

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/netip"
	"sync"

	"github.com/pion/dtls/v3"
	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/clip"
)

// transport is the peer connection towards LiveKit over one UDP socket of our own choosing.
type transport struct {
	connection *webrtc.PeerConnection
	socket     *batchSocket
	detour     detour
	mux        *ice.UDPMuxDefault

	mutex      sync.Mutex
	answered   bool
	candidates []webrtc.ICECandidateInit // that came before the answer
}

// openTransport binds the socket to the participant's own address: pion by itself would
// gather 127.0.0.1 for every one of them.
func openTransport(address netip.Addr, codec clip.Codec) (*transport, error) {
	socket, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(address, 0)))
	if err != nil {
		return nil, fmt.Errorf("media socket at %s: %w", address, err)
	}
	batching := newBatchSocket(socket)
	mux := ice.NewUDPMuxDefault(ice.UDPMuxParams{UDPConn: batching})
	engine, err := mediaEngine(codec)
	if err != nil {
		_ = mux.Close()
		return nil, err
	}
	var settings webrtc.SettingEngine
	settings.SetICEUDPMux(mux)
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	// GCM costs a tenth of AES-CM with HMAC-SHA1 for a packet of 1,000 bytes.
	settings.SetSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM)
	api := webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithSettingEngine(settings), webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	connection, err := api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		_ = mux.Close()
		return nil, fmt.Errorf("media connection: %w", err)
	}
	return &transport{connection: connection, socket: batching, mux: mux}, nil
}

func mediaEngine(codec clip.Codec) (*webrtc.MediaEngine, error) {
	engine := &webrtc.MediaEngine{}
	opus := webrtc.RTPCodecParameters{PayloadType: 111, RTPCodecCapability: webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeOpus, ClockRate: clip.AudioClockHz, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1;usedtx=1",
		RTCPFeedback: []webrtc.RTCPFeedback{{Type: "nack"}},
	}}
	video := webrtc.RTPCodecParameters{PayloadType: 96, RTPCodecCapability: webrtc.RTPCodecCapability{
		MimeType: "video/" + string(codec), ClockRate: clip.VideoClockHz, SDPFmtpLine: formatParameters[codec],
		RTCPFeedback: []webrtc.RTCPFeedback{{Type: "nack"}, {Type: "nack", Parameter: "pli"}, {Type: "ccm", Parameter: "fir"}},
	}}
	if err := engine.RegisterCodec(opus, webrtc.RTPCodecTypeAudio); err != nil {
		return nil, fmt.Errorf("register Opus: %w", err)
	}
	if err := engine.RegisterCodec(video, webrtc.RTPCodecTypeVideo); err != nil {
		return nil, fmt.Errorf("register %s: %w", codec, err)
	}
	for _, uri := range []string{midURI, ridURI, absCaptureTimeURI, audioLevelURI} {
		for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
			if err := engine.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uri}, kind); err != nil {
				return nil, fmt.Errorf("register %s: %w", uri, err)
			}
		}
	}
	return engine, nil
}

// formatParameters are those that browsers offer: constrained baseline and level 3.1 for H.264 (also
// when they send more than that), profile 0 for VP9.
var formatParameters = map[clip.Codec]string{
	clip.H264: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
	clip.VP9:  "profile-id=0",
}

// offer has its one candidate in it: there is nothing to trickle.
func (t *transport) offer(ctx context.Context, options *webrtc.OfferOptions) (string, error) {
	offer, err := t.connection.CreateOffer(options)
	if err != nil {
		return "", fmt.Errorf("create offer: %w", err)
	}
	gathered := webrtc.GatheringCompletePromise(t.connection)
	if err := t.connection.SetLocalDescription(offer); err != nil {
		return "", fmt.Errorf("apply offer: %w", err)
	}
	select {
	case <-gathered:
		return t.detour.hide(t.connection.LocalDescription().SDP), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (t *transport) accept(answer string) error {
	err := t.connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer})
	if err != nil {
		return fmt.Errorf("LiveKit's answer: %w", err)
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.answered = true
	for _, candidate := range t.candidates {
		if err := t.add(candidate); err != nil {
			return err
		}
	}
	t.candidates = nil
	return nil
}

// addCandidate takes a candidate of the server, in the form that browsers use. One that is of
// no use to us (TCP, IPv6) is passed over by pion; without any the connection fails, and says so.
// An error is the route's.
func (t *transport) addCandidate(text string) error {
	var candidate webrtc.ICECandidateInit
	if json.Unmarshal([]byte(text), &candidate) != nil {
		return nil
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if !t.answered {
		t.candidates = append(t.candidates, candidate)
		return nil
	}
	return t.add(candidate)
}

func (t *transport) add(candidate webrtc.ICECandidateInit) error {
	candidate, usable, err := t.detour.apply(candidate)
	if usable {
		_ = t.connection.AddICECandidate(candidate)
	}
	return err
}

func (t *transport) close() {
	_ = t.connection.Close()
	_ = t.mux.Close()
	_ = t.socket.Close()
}
