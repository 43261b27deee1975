package publisher

import (
	"fmt"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/webrtc/v4"

	"gomeet/loadgen/clip"
)

func newMicrophone(clips *clip.Set) *track {
	const id = "microphone"
	return &track{
		clientID: id, kind: livekit.TrackType_AUDIO,
		streams: []*stream{newStream(id, "", webrtc.RTPCodecTypeAudio, microphone{clips.Voice})},
	}
}

func newCamera(clips *clip.Set) *track {
	const id = "camera"
	camera := &track{clientID: id, kind: livekit.TrackType_VIDEO}
	for i, video := range clips.Camera {
		camera.streams = append(camera.streams, newStream(id, layerIDs[i], webrtc.RTPCodecTypeVideo, cameraLayer{video}))
	}
	return camera
}

// request is LiveKit's AddTrack: a camera names the size and bitrate of every layer, by which
// the server chooses one for the tile that a subscriber asks for.
func (t *track) request() *livekit.SignalRequest {
	add := &livekit.AddTrackRequest{Cid: t.clientID, Name: t.clientID, Type: t.kind, Source: livekit.TrackSource_MICROPHONE, DisableRed: true}
	if t.kind == livekit.TrackType_VIDEO {
		recipes := clip.Recipes()
		for i, stream := range t.streams {
			video := stream.media.(cameraLayer)
			add.Layers = append(add.Layers, &livekit.VideoLayer{
				Quality: layerQualities[i], Rid: stream.rid, SpatialLayer: int32(i),
				Width: uint32(video.Width), Height: uint32(video.Height), Bitrate: uint32(recipes[i].BitrateKbps * 1000),
			})
			add.Width, add.Height = uint32(video.Width), uint32(video.Height)
		}
		add.Source = livekit.TrackSource_CAMERA
		add.SimulcastCodecs = []*livekit.SimulcastCodec{{
			Codec: "vp8", Cid: t.clientID, Layers: add.Layers, VideoLayerMode: livekit.VideoLayer_ONE_SPATIAL_LAYER_PER_STREAM,
		}}
	}
	return &livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: add}}
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
