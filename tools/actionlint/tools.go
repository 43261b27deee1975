//go:build tools

// Package tools pins actionlint, which judges the workflows in .github/workflows before GitHub does.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
