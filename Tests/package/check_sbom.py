#!/usr/bin/env python3
"""Holds the list of parts against CycloneDX's own schema and against the binary: check_sbom.py LIST HUBDROPS

Needs the Python packages of requirements.txt.
"""
import hashlib, json, subprocess, sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def faults(text, binary):
    for fault in JsonStrictValidator(SchemaVersion.V1_6).validate_str(text, all_errors=True) or []:
        yield "schema: %s" % fault
    parts = json.loads(text)
    whole = parts["metadata"]["component"]
    with open(binary, "rb") as file:
        if whole["hashes"][0]["content"] != hashlib.sha256(file.read()).hexdigest():
            yield "the list is of another binary"
    listed = {part["name"].lower(): part for part in parts["components"]}
    # What the binary says of itself, a line each: name, version, licence.
    for line in subprocess.run([binary, "--version", "--verbose"], check=True, capture_output=True, text=True).stdout.splitlines():
        name, version = line.split("  ")[0].split(",")[0].lower(), line.split("  ", 1)[1].split()[0]
        if name.startswith("swift-") or name == "yams":
            if listed.get(name, {}).get("version") != version:
                yield "%s %s is not in the list" % (name, version)
    for part in parts["components"]:
        if not part.get("licenses"):
            yield "%s has no licence" % part["name"]
    for needed in ("libsqlite3-0", "zlib1g", "libisal2", "libcurl4"):
        if needed not in listed:
            yield "%s is not in the list" % needed


def main():
    path, binary = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    found = list(faults(text, binary))
    for fault in found:
        print("WRONG  %s: %s" % (path, fault))
    if not found:
        print("ok     %s: %d parts" % (path, len(json.loads(text)["components"])))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
