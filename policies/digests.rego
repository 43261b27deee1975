# Asked of production once the digests are known (the job `digests` of the workflow `images`): a tag can be moved, a digest cannot.
package digests

import data.pods

# Operators are installed from their makers' manifests, whose bytes are pinned as a whole; what is in them is not ours to rename.
operators := {"cnpg-system", "cert-manager"}

deny contains message if {
	not input.metadata.namespace in operators
	some container in pods.all
	not regex.match(`@sha256:[0-9a-f]{64}$`, container.image)
	message := sprintf("%s: container %s: image %q is not named by digest", [pods.name, container.name, container.image])
}
