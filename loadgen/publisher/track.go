package publisher

import (
	"fmt"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/clip"
)

// track is a microphone or a shared screen (one stream), or a camera (one stream a layer).
type track struct {
	sid         string
	clientID    string
	source      livekit.TrackSource
	codec       clip.Codec
	streams     []*stream
	transceiver *webrtc.RTPTransceiver
}

func newMicrophone(options Options) *track {
	const id = "microphone"
	voice := newStream(id, "", webrtc.RTPCodecTypeAudio, microphone{options.Clips.Voice})
	voice.speaks = options.Speaks
	return &track{clientID: id, source: livekit.TrackSource_MICROPHONE, codec: clip.Opus, streams: []*stream{voice}}
}

func newCamera(options Options) *track {
	const id = "camera"
	camera := &track{clientID: id, source: livekit.TrackSource_CAMERA, codec: options.codec()}
	for i, video := range options.Clips.Camera(camera.codec) {
		camera.add(newStream(id, layerIDs[i], webrtc.RTPCodecTypeVideo, picture{video}))
	}
	return camera
}

func newScreen(options Options) *track {
	const id = "screen"
	screen := &track{clientID: id, source: livekit.TrackSource_SCREEN_SHARE, codec: options.codec()}
	screen.add(newStream(id, "", webrtc.RTPCodecTypeVideo, picture{options.Clips.Screen(screen.codec)}))
	return screen
}

func (t *track) add(layer *stream) {
	layer.trailer = true
	t.streams = append(t.streams, layer)
}

func (t *track) kind() webrtc.RTPCodecType { return t.streams[0].kind }

// request is LiveKit's AddTrack: video names the size and bitrate of every layer, by which
// the server chooses one for the tile that a subscriber asks for.
func (t *track) request() *livekit.SignalRequest {
	add := &livekit.AddTrackRequest{Cid: t.clientID, Name: t.clientID, Source: t.source, DisableRed: true}
	if t.kind() == webrtc.RTPCodecTypeVideo {
		t.describeVideo(add)
	}
	return &livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: add}}
}

// describeVideo asks for plain simulcast in every codec. LiveKit takes VP9 and AV1 as SVC too, which
// is one stream of layers that are predicted from each other: ffmpeg's encoders make none.
func (t *track) describeVideo(add *livekit.AddTrackRequest) {
	add.Type = livekit.TrackType_VIDEO
	for i, stream := range t.streams {
		video := stream.media.(picture)
		quality := layerQualities[i]
		if len(t.streams) == 1 {
			quality = livekit.VideoQuality_HIGH // the only layer serves every wish
		}
		add.Layers = append(add.Layers, &livekit.VideoLayer{
			Quality: quality, Rid: stream.rid, SpatialLayer: int32(i),
			Width: uint32(video.Width), Height: uint32(video.Height), Bitrate: uint32(video.BitrateKbps * 1000),
		})
		add.Width, add.Height = uint32(video.Width), uint32(video.Height)
	}
	add.SimulcastCodecs = []*livekit.SimulcastCodec{{
		Codec: string(t.codec), Cid: t.clientID, Layers: add.Layers, VideoLayerMode: livekit.VideoLayer_ONE_SPATIAL_LAYER_PER_STREAM,
	}}
	add.PacketTrailerFeatures = []livekit.PacketTrailerFeature{livekit.PacketTrailerFeature_PTF_USER_TIMESTAMP}
}

func (t *track) attach(connection *webrtc.PeerConnection) error {
	transceiver, err := connection.AddTransceiverFromTrack(t.streams[0], webrtc.RTPTransceiverInit{
		Direction: webrtc.RTPTransceiverDirectionSendonly,
	})
	if err != nil {
		return fmt.Errorf("add %s: %w", t.clientID, err)
	}
	t.transceiver = transceiver
	for _, layer := range t.streams[1:] {
		if err := transceiver.Sender().AddEncoding(layer); err != nil {
			return fmt.Errorf("add layer %s of %s: %w", layer.rid, t.clientID, err)
		}
	}
	return nil
}
