//go:build tools

// Package tools pins CloudNativePG's plugin for backups by its checksum. Its manifest is taken from the module; nothing is built.
package tools

import _ "github.com/cloudnative-pg/plugin-barman-cloud/api/v1"
