# The scheduler reckons with requests: a pod without them fits anywhere and takes what others were promised.
package main

import data.pods

deny contains message if {
	some container in pods.main
	some resource in ["cpu", "memory"]
	not container.resources.requests[resource]
	message := sprintf("%s: container %s asks for no %s", [pods.name, container.name, resource])
}

deny contains message if {
	some container in pods.main
	not container.resources.limits.memory
	message := sprintf("%s: container %s may take all memory of its node", [pods.name, container.name])
}

deny contains message if {
	pods.is_media
	some container in pods.main
	container.resources.limits.cpu
	message := sprintf("%s: container %s: a CPU limit throttles media, and late media is lost media", [pods.name, container.name])
}

deny contains message if {
	input.kind in {"Deployment", "StatefulSet", "DaemonSet"}
	not pods.spec.priorityClassName
	message := sprintf("%s has no priority class: it may be evicted before what matters less", [pods.name])
}
