# An image that moves under its name cannot be rolled back, and two pods of one Deployment may run two programs.
package main

import data.pods

deny contains message if {
	some container in pods.all
	not has_version(container.image)
	message := sprintf("%s: container %s: image %q names neither a version nor a digest", [pods.name, container.name, container.image])
}

deny contains message if {
	some container in pods.all
	endswith(container.image, ":latest")
	message := sprintf("%s: container %s: image %q is whatever is newest", [pods.name, container.name, container.image])
}

has_version(image) if contains(image, "@sha256:")

has_version(image) if regex.match(`:[^/:]+$`, image)
