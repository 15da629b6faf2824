#!/usr/bin/env python3
"""Names that stand in files which should have none.

    leaks.py DATABASE REGISTRY FILE-OR-FOLDER...

Looks for every device id, module id and address of the database, and every tag value of the registry, in every file
and file name; mail and gzip are opened first. Prints what it finds, a line each; nothing is well.
"""
import email, email.policy, gzip, json, os, sqlite3, sys


def names(database, registry):
    connection = sqlite3.connect(database)
    found = {row[0] for row in connection.execute("SELECT name FROM device UNION SELECT module FROM device")}
    found |= {row[0] for row in connection.execute("SELECT t.value FROM client c JOIN text t ON t.id = c.address")}
    # Without the masked last part too: a network's name is a name.
    found |= {name[: -len(".XXX")] for name in found if name.endswith(".XXX")}

    def values(tags):
        for value in tags.values() if isinstance(tags, dict) else []:
            yield from values(value) if isinstance(value, dict) else [str(value)]

    if os.path.exists(registry):
        for device in json.load(open(registry)):
            found |= set(values(device.get("tags")))
    return {name for name in found - {"$edgeAgent", "$edgeHub"} if len(name) > 3}


def texts(path):
    data = open(path, "rb").read()
    if path.endswith(".eml"):
        message = email.message_from_bytes(data, policy=email.policy.default)
        yield str(message.items())
        for part in message.walk():
            if not part.is_multipart():
                content = part.get_payload(decode=True)
                content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
                yield (part.get_filename() or "") + content.decode(errors="replace")
    else:
        yield (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode(errors="replace")


def main():
    unwanted = names(sys.argv[1], sys.argv[2])
    print("%d names" % len(unwanted), file=sys.stderr)
    for start in sys.argv[3:]:
        found = [start] if os.path.isfile(start) else [
            os.path.join(root, name) for root, _, files in os.walk(start) for name in files]
        for path in found:
            for text in [os.path.basename(path), *texts(path)]:
                for name in unwanted:
                    if name in text:
                        place = text.index(name)
                        print("%s: %s in: %r" % (path, name, text[max(0, place - 40):place + 60]))


if __name__ == "__main__":
    main()
