# What can be reached from outside: the gateway, and TURN. Media comes to the nodes' own addresses.
package main

# Where no load balancer can be had the gateway alone may be on the nodes.
deny contains message if {
	input.kind == "Service"
	input.spec.type == "NodePort"
	input.metadata.name != "traefik"
	message := sprintf("Service %s opens a port on every node", [input.metadata.name])
}

deny contains message if {
	input.kind == "Service"
	input.spec.type == "LoadBalancer"
	not input.metadata.name in {"traefik", "turn", "turn-tls"}
	message := sprintf("Service %s gets a load balancer of its own: only the gateway and TURN do", [input.metadata.name])
}

# Annotations that DigitalOcean's controller ignores promise what nobody does.
deny contains message if {
	input.kind == "Service"
	some name, _ in input.metadata.annotations
	some ending in ["do-loadbalancer-algorithm", "do-loadbalancer-size-slug"]
	endswith(name, ending)
	message := sprintf("Service %s: %s does nothing any more", [input.metadata.name, name])
}

# Everything of ours is found by these.
deny contains message if {
	some label in ["app.kubernetes.io/part-of", "app.kubernetes.io/name"]
	not input.metadata.labels[label]
	message := sprintf("%s %s lacks the label %s", [input.kind, input.metadata.name, label])
}
