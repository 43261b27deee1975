//go:build tools

// Package tools pins the programs that judge manifests before a cluster does: `npm run gates` builds them from this
// module, and go.sum says exactly what.
package tools

import (
	_ "github.com/open-policy-agent/conftest"
	_ "github.com/yannh/kubeconform/cmd/kubeconform"
	_ "github.com/zegl/kube-score/cmd/kube-score"
)
