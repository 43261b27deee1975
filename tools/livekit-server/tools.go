//go:build tools

// Package tools pins livekit-server: `gomeet setup` builds it from this module, and go.sum says exactly what.
package tools

import _ "github.com/livekit/livekit-server/cmd/server"
