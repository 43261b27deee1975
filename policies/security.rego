# What the namespace's pod security would refuse at run time is refused here, before anything is applied.
package main

import data.pods

deny contains message if {
	not pods.is_media
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	pods.spec[field]
	not is_node_agent
	message := sprintf("%s: %s outside of the namespace for media", [pods.name, field])
}

deny contains message if {
	some container in pods.all
	container.securityContext.privileged
	message := sprintf("%s: container %s is privileged", [pods.name, container.name])
}

deny contains message if {
	some container in pods.all
	not container.securityContext.allowPrivilegeEscalation == false
	not binds_low_ports(container)
	message := sprintf("%s: container %s may gain rights", [pods.name, container.name])
}

deny contains message if {
	some container in pods.all
	not container.securityContext.readOnlyRootFilesystem
	message := sprintf("%s: container %s can write to its own image", [pods.name, container.name])
}

deny contains message if {
	pods.spec
	not runs_as_nobody
	message := sprintf("%s may run as root", [pods.name])
}

# TURN over TLS has to be on port 443, and the kernel grants that right by the capability of the program's file.
binds_low_ports(container) if {
	pods.is_media
	container.securityContext.capabilities == {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}
}

runs_as_nobody if pods.spec.securityContext.runAsNonRoot

runs_as_nobody if {
	every container in pods.all {
		container.securityContext.runAsNonRoot
	}
}

# It reads the node's own counters, and nothing else.
is_node_agent if input.metadata.labels["app.kubernetes.io/name"] == "node-exporter"
