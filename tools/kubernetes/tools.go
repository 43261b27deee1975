//go:build tools

// Package tools pins the control plane that tests of a Kubernetes run start: `npm run test:cluster` builds it from this
// module, and go.sum says exactly what.
package tools

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kube-scheduler"
)
