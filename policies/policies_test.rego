package main

labels := {"app.kubernetes.io/part-of": "gomeet", "app.kubernetes.io/name": "x"}

sound_container := {
	"name": "c",
	"image": "ghcr.io/gomeet/api:v1",
	"ports": [{"containerPort": 8080}],
	"livenessProbe": {"httpGet": {"path": "/healthz", "port": 8080}},
	"readinessProbe": {"httpGet": {"path": "/readyz", "port": 8080}},
	"resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"memory": "1Gi"}},
	"securityContext": {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true},
}

pod_of(container) := {
	"kind": "Deployment",
	"metadata": {"name": "x", "namespace": "gomeet", "labels": labels},
	"spec": {"template": {"spec": {
		"priorityClassName": "gomeet-api",
		"securityContext": {"runAsNonRoot": true},
		"containers": [container],
	}}},
}

sound := pod_of(sound_container)

changed(path, value) := pod_of(json.patch(sound_container, [{"op": "add", "path": path, "value": value}]))

without(path) := pod_of(json.patch(sound_container, [{"op": "remove", "path": path}]))

config_map(key, value) := {
	"kind": "ConfigMap",
	"metadata": {"name": "x", "namespace": "gomeet", "labels": labels},
	"data": {key: value},
}

test_a_sound_pod_passes if {
	found := deny with input as sound
	count(found) == 0
}

test_images_have_a_version if {
	some image in ["redis", "ghcr.io:443/redis", "redis:latest"]
	found := deny with input as changed("/image", image)
	count(found) > 0
}

test_a_digest_is_a_version if {
	found := deny with input as changed("/image", "redis@sha256:0123")
	count(found) == 0
}

test_liveness_does_not_depend_on_redis if {
	every path in ["/", "/readyz"] {
		found := deny with input as changed("/livenessProbe/httpGet/path", path)
		count(found) == 1
	}
}

test_liveness_is_patient if {
	found := deny with input as changed("/livenessProbe/failureThreshold", 1)
	count(found) == 1
}

test_what_serves_says_when_it_is_ready if {
	found := deny with input as without("/readinessProbe")
	count(found) == 1
}

test_requests_and_a_limit_of_memory_are_set if {
	every path in ["/resources/requests/cpu", "/resources/requests/memory", "/resources/limits/memory"] {
		found := deny with input as without(path)
		count(found) == 1
	}
}

test_media_is_not_throttled if {
	pod := json.patch(changed("/resources/limits/cpu", "4"), [{"op": "replace", "path": "/metadata/namespace", "value": "gomeet-media"}])
	found := deny with input as pod
	count(found) == 1
}

test_no_secret_is_written_down if {
	every value in ["password: hunter2hunter2", "requirepass 0123456789", "-----BEGIN PRIVATE KEY-----"] {
		found := deny with input as config_map("settings", value)
		count(found) == 1
	}
	every value in ["# password: see the Secret", "key_file: /etc/keys.yaml", "password: $(REDIS_PASSWORD)", "secret_file: /etc/turn/secret"] {
		found := deny with input as config_map("settings", value)
		count(found) == 0
	}
}

test_no_secret_is_an_environment_variable if {
	found := deny with input as changed("/env", [{"name": "REDIS_PASSWORD", "value": "hunter2"}])
	count(found) == 1
	referred := deny with input as changed("/env", [{"name": "REDIS_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "redis-auth", "key": "password"}}}])
	count(referred) == 0
}

test_secrets_are_not_in_manifests if {
	found := deny with input as {"kind": "Secret", "metadata": {"name": "x", "labels": labels}}
	count(found) == 1
}

test_rights_stay_small if {
	every patch in [["/securityContext/privileged", true], ["/securityContext/allowPrivilegeEscalation", true], ["/securityContext/readOnlyRootFilesystem", false]] {
		found := deny with input as changed(patch[0], patch[1])
		count(found) == 1
	}
}

test_only_media_may_bind_low_ports if {
	rights := {"allowPrivilegeEscalation": true, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}
	pod := changed("/securityContext", rights)
	found := deny with input as pod
	count(found) == 1
	media := json.patch(pod, [{"op": "replace", "path": "/metadata/namespace", "value": "gomeet-media"}])
	allowed := deny with input as media
	count(allowed) == 0
}

test_the_host_is_for_media_alone if {
	pod := json.patch(sound, [{"op": "add", "path": "/spec/template/spec/hostNetwork", "value": true}])
	found := deny with input as pod
	count(found) == 1
	media := json.patch(pod, [{"op": "replace", "path": "/metadata/namespace", "value": "gomeet-media"}])
	allowed := deny with input as media
	count(allowed) == 0
}

test_only_the_gateway_and_turn_have_load_balancers if {
	service := {"kind": "Service", "metadata": {"name": "grafana", "labels": labels}, "spec": {"type": "LoadBalancer"}}
	found := deny with input as service
	count(found) == 1
}

test_only_the_gateway_opens_ports_on_nodes if {
	service := {"kind": "Service", "metadata": {"name": "grafana", "labels": labels}, "spec": {"type": "NodePort"}}
	found := deny with input as service
	count(found) == 1
	gateway := deny with input as json.patch(service, [{"op": "replace", "path": "/metadata/name", "value": "traefik"}])
	count(gateway) == 0
}

test_annotations_do_something if {
	service := {
		"kind": "Service",
		"metadata": {"name": "traefik", "labels": labels, "annotations": {"service.beta.kubernetes.io/do-loadbalancer-algorithm": "x"}},
		"spec": {"type": "LoadBalancer"},
	}
	found := deny with input as service
	count(found) == 1
}

test_objects_can_be_found if {
	found := deny with input as {"kind": "Service", "metadata": {"name": "x"}, "spec": {}}
	count(found) == 2
}
