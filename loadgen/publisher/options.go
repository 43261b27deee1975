package publisher

import (
	"net/netip"
	"time"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/route"
	"gomeet/loadgen/signal"
)

// Options say what to publish and through what.
type Options struct {
	Signal        *signal.Conn
	Clips         *clip.Set
	Scheduler     *Scheduler
	SourceAddress netip.Addr // zero takes the address that reaches the server
	Microphone    bool
	Camera        bool
	// ScreenShare is a picture of 1080p with 5 frames a second beside the camera.
	ScreenShare bool
	// Codec is that of camera and screen; empty means VP8.
	Codec clip.Codec
	// Speaks tells for a moment of the schedule whether the microphone's owner speaks; Rota makes one.
	// Otherwise comfort noise goes out, 400 ms apart. Without it the owner speaks all the time.
	Speaks func(intended time.Time) bool
	// Data sends data messages, and needs no track beside it. nil opens no channels.
	Data *DataOptions
	// Route is what a subscriber's Options.Route is.
	Route route.Route
}

func (o Options) codec() clip.Codec {
	if o.Codec == "" {
		return clip.VP8
	}
	return o.Codec
}
