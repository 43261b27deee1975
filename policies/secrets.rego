# Secrets are made on the first deployment; what stands in a manifest stands in the history of the repository for ever.
package main

import data.pods

deny contains message if {
	input.kind == "Secret"
	message := sprintf("Secret %s: manifests hold no secrets", [input.metadata.name])
}

deny contains message if {
	input.kind == "ConfigMap"
	some key, value in input.data
	some line in split(value, "\n")
	is_secret_line(line)
	message := sprintf("ConfigMap %s: %s holds a secret: %s …", [input.metadata.name, key, substring(trim_space(line), 0, 20)])
}

deny contains message if {
	input.kind == "ConfigMap"
	some key, value in input.data
	is_secret_name(key)
	value != ""
	message := sprintf("ConfigMap %s: %s is a secret by its name", [input.metadata.name, key])
}

deny contains message if {
	some container in pods.all
	some variable in container.env
	is_secret_name(variable.name)
	value := object.get(variable, "value", "")
	value != ""
	not contains(value, "$(")
	not startswith(value, "/")
	message := sprintf("%s: container %s: %s is written out", [pods.name, container.name, variable.name])
}

is_secret_line(line) if contains(line, "-----BEGIN") 

# `password: hunter2`, `requirepass x`, `apiKey=y`; not a comment, a file, a name of a variable, nor nothing.
is_secret_line(line) if {
	regex.match(`(?i)^\s*["']?(\w*(password|passwd|secret|api_?key|token|requirepass|masterauth))["']?\s*[:= ]\s*["']?[^\s"'$/{#<>]{8,}`, line)
	not regex.match(`(?i)(_file|file|_name|ref|source|ttl|header)["']?\s*[:=]`, line)
}

is_secret_name(name) if {
	regex.match(`(?i)(password|passwd|secret|private_?key|token)$`, name)
}
