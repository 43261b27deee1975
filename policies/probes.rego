# A liveness probe that asks Redis or PostgreSQL restarts every pod when one of them is away, and the restarts outlast the outage.
# LiveKit answers GET / by the age of statistics that go through Redis (livekit/livekit#4663); the API's /readyz asks both.
package main

import data.pods

depends_on_others := {"/", "/readyz", "/ready", "/health/ready"}

deny contains message if {
	some container in pods.main
	path := container.livenessProbe.httpGet.path
	path in depends_on_others
	message := sprintf("%s: container %s: liveness GET %s depends on Redis or a database", [pods.name, container.name, path])
}

deny contains message if {
	some container in pods.main
	container.livenessProbe.exec
	regex.match(`redis-cli|psql|pg_isready`, concat(" ", container.livenessProbe.exec.command))
	pods.spec.serviceAccountName in {"api", "livekit", "recorder", "turn"}
	message := sprintf("%s: container %s: liveness asks a database", [pods.name, container.name])
}

deny contains message if {
	pods.stays
	serves_somebody
	not any_ready
	message := sprintf("%s: no container has a readiness probe: it gets requests before it can answer them", [pods.name])
}

# By Kubernetes' own default a probe that fails three times in ten seconds each ends the pod: a pause of the machine of half a minute.
deny contains message if {
	some container in pods.main
	probe := container.livenessProbe
	object.get(probe, "periodSeconds", 10) * object.get(probe, "failureThreshold", 3) < 30
	message := sprintf("%s: container %s: liveness gives up in less than 30 s", [pods.name, container.name])
}

any_ready if {
	some container in pods.main
	container.readinessProbe
}

serves_somebody if {
	some container in pods.main
	some _ in container.ports
}
