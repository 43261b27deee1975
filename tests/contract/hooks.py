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
"""For each operation id, a request that must succeed: see Example in fixtures.ts."""
IDS = FIXTURES["ids"]
"""For each path parameter, values that exist."""
TOKENS = FIXTURES["tokens"]
"""Access tokens: `default`, and those of operations that would end the session of the others."""

BEYOND_SCHEMA = (
    "is not a cursor",
    "Invalid email address",
    "is one of the passwords that are guessed first",
    "must be after scheduledAt",
    "each name once",
    "is needed",
)
"""Rules that JSON Schema cannot say: a request may follow the schema and still break one of them, and is told so."""

WORDS = ("/mute-all", "/admit-all", "/read-all", "/push-key", "/unread-count", "/push-subscriptions", "/search", "/settings", "/export", "/avatar")
"""Ends of addresses where a sibling has a parameter: a method of the sibling takes the word for a wrong parameter."""

TALLY: dict[str, Counter] = defaultdict(Counter)


def operation_id(operation) -> str:
    return operation.definition.raw.get("operationId", operation.label)


@schemathesis.auth(cache_by_key=lambda case, _context: operation_id(case.operation))
class Account:
    """The account that speaks."""

    def get(self, case, _context):
        return TOKENS.get(operation_id(case.operation), TOKENS["default"])

    def set(self, case, data, _context):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


@schemathesis.hook
def before_add_examples(context, examples):
    """Requests that must succeed come first: every operation has one."""
    operation = context.operation
    example = EXAMPLES.get(operation_id(operation), {} if not examples else None)
    if example is None:
        return
    token = example.get("token") or TOKENS.get(operation_id(operation), TOKENS["default"])
    fields = {
        "path_parameters": example.get("path"),
        "query": example.get("query"),
        # Account is asked for generated requests only.
        "headers": {"Authorization": example.get("authorization") or f"Bearer {token}"},
    }
    if "body" in example:
        fields["body"] = example["body"]
        fields["media_type"] = "application/json"
    if "base64" in example:
        fields["body"] = base64.b64decode(example["base64"])
        fields["media_type"] = example["contentType"]
    case = operation.Case(**{key: value for key, value in fields.items() if value is not None})
    # Otherwise the token would count as one that schemathesis made up, and its acceptance as a hole.
    case._has_explicit_auth = True
    examples.append(case)


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
def filter_failure(_context, failure, case, response):
    """Drops the two kinds of failure that are not the API's."""
    kind = type(failure).__name__
    if kind == "RejectedPositiveData":
        return not any(rule in response.text for rule in BEYOND_SCHEMA)
    if kind in ("UnsupportedMethodResponse", "AllowHeaderMismatch"):
        return not case.operation.path.endswith(WORDS)
    return True


@schemathesis.hook
def after_call(_context, case, response):
    """Rewritten after each answer, so that the count is whole however the run ends."""
    if os.environ.get("GOMEET_CONTRACT_DEBUG"):
        print("CALL", operation_id(case.operation), response.status_code, dict(response.request.headers).get("Authorization","-")[-12:], response.request.url, flush=True)
    TALLY[operation_id(case.operation)][str(response.status_code)] += 1
    path = os.environ["GOMEET_CONTRACT_TALLY"]
    with open(f"{path}.new", "w", encoding="utf-8") as file:
        json.dump(TALLY, file)
    os.replace(f"{path}.new", path)
