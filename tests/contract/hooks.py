"""What schemathesis is told about this API beyond its OpenAPI document.

The runner writes a file with examples, ids that exist and access tokens; this module gives them to schemathesis, and
counts the answers of each operation. The file is named by GOMEET_CONTRACT_FIXTURES, the count by GOMEET_CONTRACT_TALLY.
"""

import base64
import json
import os
import random
from collections import Counter, defaultdict

import schemathesis

with open(os.environ["GOMEET_CONTRACT_FIXTURES"], encoding="utf-8") as file:
    FIXTURES = json.load(file)

EXAMPLES = FIXTURES["examples"]
"""For each operation id, requests that must succeed: {path, query, body, contentType, token}."""
IDS = FIXTURES["ids"]
"""For each path parameter, values that exist."""
TOKENS = FIXTURES["tokens"]
"""Access tokens: `default`, and those of operations that would end the session of the others."""

TALLY: dict[str, Counter] = defaultdict(Counter)


def operation_id(operation) -> str:
    return operation.definition.raw.get("operationId", operation.label)


@schemathesis.auth(cache_by_key=lambda case, _context: operation_id(case.operation))
class Account:
    """The account that speaks."""

    def get(self, case, _context):
        return TOKENS.get(operation_id(case.operation), TOKENS["default"])

    def set(self, case, data, _context):
        given = (case.headers or {}).get("x-contract-token")
        case.headers = {key: value for key, value in (case.headers or {}).items() if key != "x-contract-token"}
        case.headers["Authorization"] = f"Bearer {given or data}"


@schemathesis.hook
def before_add_examples(context, examples):
    """Requests that must succeed come first: every operation has one."""
    operation = context.operation
    for example in EXAMPLES.get(operation_id(operation), []):
        fields = {"path_parameters": example.get("path"), "query": example.get("query")}
        if "token" in example:
            fields["headers"] = {"x-contract-token": example["token"]}
        if "body" in example:
            fields["body"] = example["body"]
            fields["media_type"] = example.get("contentType", "application/json")
        if "base64" in example:
            fields["body"] = base64.b64decode(example["base64"])
            fields["media_type"] = example["contentType"]
        examples.append(operation.Case(**{key: value for key, value in fields.items() if value is not None}))


@schemathesis.hook
def map_path_parameters(_context, path_parameters):
    """A random UUID is never that of a room. Half of the requests get ids that exist, so that they come further."""
    for name, value in (path_parameters or {}).items():
        if name in IDS and random.random() < 0.5:
            path_parameters[name] = random.choice(IDS[name])
        else:
            path_parameters[name] = value
    return path_parameters


@schemathesis.hook
def after_call(_context, case, response):
    """Rewritten after each answer, so that the count is whole however the run ends."""
    TALLY[operation_id(case.operation)][str(response.status_code)] += 1
    path = os.environ["GOMEET_CONTRACT_TALLY"]
    with open(f"{path}.new", "w", encoding="utf-8") as file:
        json.dump(TALLY, file)
    os.replace(f"{path}.new", path)
