package digests_test

import data.digests

pinned := "ghcr.io/gomeet/api:0.1.0@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

pod(namespace, image) := {
	"kind": "Deployment",
	"metadata": {"name": "x", "namespace": namespace},
	"spec": {"template": {"spec": {"containers": [{"name": "c", "image": image}]}}},
}

test_a_digest_is_accepted if count(digests.deny) == 0 with input as pod("gomeet", pinned)

test_a_tag_is_refused if count(digests.deny) == 1 with input as pod("gomeet", "ghcr.io/gomeet/api:0.1.0")

test_an_operator_keeps_its_makers_names if {
	count(digests.deny) == 0 with input as pod("cert-manager", "quay.io/jetstack/cert-manager-controller:v1.19.0")
}
