//go:build tools

// Package tools pins KWOK, which plays fleets of nodes and their pods for the scheduler's sake. It wants newer libraries
// than Kubernetes' own programs, whose builds would all be made again: hence a module of its own.
package tools

import _ "sigs.k8s.io/kwok/cmd/kwok"
