//go:build tools

// Package tools pins Traefik, the edge of the cluster that tests run. Its module replaces three others; replacements hold
// in the main module only, so they stand in this go.mod again.
package tools

import _ "github.com/traefik/traefik/v3/cmd/traefik"
