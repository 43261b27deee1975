# What other policies look at: the pod of whatever makes pods, and its containers.
package pods

kind := input.kind

name := sprintf("%s %s", [kind, input.metadata.name])

spec := input.spec.template.spec if {
	kind in {"Deployment", "StatefulSet", "DaemonSet", "Job"}
}

spec := input.spec.jobTemplate.spec.template.spec if {
	kind == "CronJob"
}

# Pods that stay: a job has no probes.
stays if kind in {"Deployment", "StatefulSet", "DaemonSet"}

main contains container if some container in spec.containers

main contains container if {
	some container in spec.initContainers
	container.restartPolicy == "Always"
}

all contains container if some container in spec.containers

all contains container if some container in spec.initContainers

is_media if endswith(object.get(input.metadata, "namespace", ""), "-media")
