#!/usr/bin/env python3
"""Holds bodies for chats, and the Grafana dashboards, against what their makers publish: check_bodies.py FILE...

NAME.teams.json: the card inside against the schema of Adaptive Cards 1.4, and at most 28 KB. NAME.slack.json: every
block as Slack's own library reads and checks it, at most 50. grafana/NAME.json: read and written again by Grafana's own
library, which must lose nothing. Prints one line per fault; the exit status is 1 when there is one.
"""
import importlib.util
import json
import pathlib
import sys

import jsonschema
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard
from slack_sdk.models.blocks import Block

MOST_BYTES_OF_CARD = 28 * 1024
MOST_BLOCKS = 50


def schema_of_cards():
    package = pathlib.Path(importlib.util.find_spec("adaptive_cards").origin).parent
    return json.loads((package / "schemas" / "schema-1.4.json").read_text(encoding="utf-8"))


def card_faults(body, size, validator):
    if body["type"] != "message" or [item["contentType"] for item in body["attachments"]] != [
        "application/vnd.microsoft.card.adaptive"
    ]:
        yield "not a message with one adaptive card"
    for error in validator.iter_errors(body["attachments"][0]["content"]):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
    if size > MOST_BYTES_OF_CARD:
        yield f"{size} bytes"


def slack_faults(body):
    if len(body["blocks"]) > MOST_BLOCKS:
        yield f"{len(body['blocks'])} blocks"
    for number, written in enumerate(body["blocks"]):
        block = Block.parse(written)
        if block is None:
            yield f"blocks/{number}: not a block: {written.get('type')}"
            continue
        block.validate_json()
        for name in lost(written, block.to_dict(), f"blocks/{number}"):
            yield f"{name} is not known to Slack's library"


def lost(written, read, path=""):
    """What a library did not take over."""
    if isinstance(written, dict):
        for name, value in written.items():
            if not isinstance(read, dict) or name not in read:
                yield f"{path}/{name}"
            else:
                yield from lost(value, read[name], f"{path}/{name}")
    elif isinstance(written, list):
        if not isinstance(read, list) or len(read) != len(written):
            yield path
        else:
            for number, (one, other) in enumerate(zip(written, read)):
                yield from lost(one, other, f"{path}/{number}")
    elif written != read:
        yield path


def main(*paths):
    faults = []
    dashboards = [path for path in paths if pathlib.Path(path).parent.name == "grafana"]
    files = [path for path in paths if path not in dashboards]
    schema = schema_of_cards()
    validator = jsonschema.Draft6Validator(schema)
    for file in files:
        text = pathlib.Path(file).read_bytes()
        body = json.loads(text)
        found = card_faults(body, len(text), validator) if file.endswith(".teams.json") else slack_faults(body)
        faults += [f"{file}: {fault}" for fault in found]
    for dashboard in dashboards:
        written = json.loads(pathlib.Path(dashboard).read_text(encoding="utf-8"))
        read = json.loads(JSONEncoder(sort_keys=True).encode(Dashboard.from_json(written)))
        faults += [f"{dashboard}: {name} is not known to Grafana's library" for name in lost(written, read)]
    if not files or not dashboards:
        faults.append("no bodies or no dashboards to look at")
    print("\n".join(faults) if faults else f"{len(files)} bodies and {len(dashboards)} dashboards: no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
