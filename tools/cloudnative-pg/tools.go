//go:build tools

// Package tools pins the CloudNativePG operator, which runs PostgreSQL in the cluster that tests run. Its definitions of
// resources lie in the same module, under config/crd/bases.
package tools

import _ "github.com/cloudnative-pg/cloudnative-pg/cmd/manager"
