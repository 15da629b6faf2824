#!/usr/bin/env python3
"""The independent answer to `hubdrops export counts`: Python's own json and csv, and nothing of the product.

    counts.py FOLDER [--window SECONDS]      reads every PT1H.json(.gz) below FOLDER, writes the same CSV

A record is one line of category Connections; lines that say the same of hub, time, operation, level, code,
description, device, module, SDK, protocol, authentication and address count once. Lines that are not JSON are passed
over.
"""
import argparse, collections, csv, datetime, gzip, json, os, sys


def lines(folder):
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(root, name)
            if name.endswith(".json"):
                yield from open(path, "rb")
            elif name.endswith(".json.gz"):
                yield from gzip.open(path, "rb")


def values(folder):
    for line in lines(folder):
        try:
            value = json.loads(line)
        except ValueError:
            continue
        yield from value.get("records", [value])


def records(folder):
    for record in values(folder):
        if record["category"] != "Connections":
            continue
        inner = record["properties"]
        if isinstance(inner, str):
            inner = json.loads(inner)
        yield (
            record["resourceId"].rsplit("/", 1)[-1].lower(), inner["deviceId"], inner.get("moduleId") or "",
            record["operationName"], record["level"], str(record.get("resultType") or ""),
            record.get("resultDescription") or "", record["time"], inner.get("sdkVersion") or "",
            inner.get("protocol") or "", inner.get("authType") or "", inner.get("maskedIpAddress") or "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--window", type=int, default=900)
    arguments = parser.parse_args()
    counts = collections.Counter()
    for record in set(records(arguments.folder)):
        seconds = int(datetime.datetime.fromisoformat(record[7].replace("Z", "+00:00")).timestamp())
        window = datetime.datetime.fromtimestamp(seconds - seconds % arguments.window, datetime.timezone.utc)
        counts[record[:6] + (window.strftime("%Y-%m-%dT%H:%M:%SZ"),)] += 1
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("hub,device,module,operation,level,code,window_start,records".split(","))
    for key in sorted(counts, key=lambda key: [part.encode() for part in key]):
        out.writerow(key + (counts[key],))


if __name__ == "__main__":
    main()
