//go:build tools

// Package tools pins the Versity S3 Gateway, an S3-compatible server over a folder, for the tests of backups: it checks
// signatures, speaks TLS and needs nothing else.
package tools

import _ "github.com/versity/versitygw/cmd/versitygw"
