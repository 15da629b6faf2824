#!/usr/bin/env python3
"""Feeds hubdrops with input that is made to use up memory: bounds.py HUBDROPS [--short]

Each import runs in a memory control group with a limit (cgroup, versions 1 and 2; needs root), so that the kernel ends
a process that takes more. Without such a group the peak that the kernel reports is held against the same limit. Every
case must end by itself, with the exit code and the rejects that its input deserves. Prints a line a case, with seconds
and peak; the exit status is 1 when one falls short.
"""
import gzip
import io
import json
import os
import pathlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time

MIB = 1 << 20
HUB = ("/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/RG-FIELD/PROVIDERS/MICROSOFT.DEVICES"
       "/IOTHUBS/PUMPS-WEU")


def record(device, second=0):
    properties = json.dumps({"deviceId": device, "protocol": "Mqtt", "authType": None,
                             "maskedIpAddress": "203.0.113.XXX", "statusCode": "404", "errorMessage": ""})
    return json.dumps({
        "time": f"2026-03-10T06:{second // 60 % 60:02}:{second % 60:02}Z", "resourceId": HUB,
        "operationName": "deviceDisconnect", "category": "Connections", "level": "Error", "resultType": "404104",
        "resultDescription": "DeviceConnectionClosedRemotely", "properties": properties}) + "\n"


def bomb(path, content, gigabytes):
    """A gzip file of members that each unpack to about a gigabyte."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as member:
        block = content * max(1, 8 * MIB // len(content))
        for _ in range(1000 * MIB // len(block)):
            member.write(block)
    path.write_bytes(packed.getvalue() * gigabytes)


class Group:
    """A memory control group, or nothing where the kernel has none for us."""

    def __init__(self, limit):
        self.limit, self.folder = limit, None
        for base, file in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")):
            folder = pathlib.Path(base) / f"hubdrops-bounds-{os.getpid()}"
            try:
                if not (pathlib.Path(base) / "cgroup.procs").exists():
                    continue
                folder.mkdir()
                (folder / file).write_text(str(limit))
                self.folder, self.file = folder, file
                return
            except OSError:
                if folder.exists():
                    folder.rmdir()

    def enter(self):
        if self.folder:
            (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    def close(self):
        if self.folder:
            self.folder.rmdir()


def run(command, group, feed=None):
    """Exit code, seconds, peak of the process in MiB, standard error."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
            preexec_fn=group.enter)
        if feed:
            try:
                for block in feed:
                    process.stdin.write(block)
                process.stdin.close()
            except BrokenPipeError:
                pass
        _, status, usage = os.wait4(process.pid, 0)
        errors.seek(0)
        text = errors.read().decode(errors="replace")
    return os.waitstatus_to_exitcode(status), time.monotonic() - start, usage.ru_maxrss / 1024, text


def cases(folder, gigabytes, line_gigabytes, devices):
    """Name, arguments of import, what is fed to standard input, expected exit code, expected events and rejects."""
    line = folder / "one-line.json.gz"
    bomb(line, b"x", gigabytes)
    yield "a gzip bomb of one line", [line], None, 1, 0, 1
    line.unlink()
    feeds = folder / "line-feeds.json.gz"
    bomb(feeds, b"\n", gigabytes)
    # Nothing but white space is not read to its end, so nobody knows what stands behind it.
    yield "a gzip bomb of empty lines", [feeds], None, 1, 0, 1
    feeds.unlink()
    zeros = folder / "zeros.json.gz"
    bomb(zeros, b"\0", gigabytes)
    yield "a gzip bomb of zero bytes", [zeros], None, 1, 0, 1
    zeros.unlink()
    nested = folder / "nested.json.gz"
    bomb(nested, b"[", gigabytes)
    yield "a gzip bomb of opening brackets", [nested], None, 1, 0, 1
    nested.unlink()
    records = folder / "records.json.gz"
    bomb(records, record("pump-1").encode(), gigabytes)
    yield "a gzip bomb of one record again and again", [records], None, 0, 1, 0
    records.unlink()
    block = b"a" * MIB
    good = record("pump-1").encode()
    yield (f"a line of {line_gigabytes} GB between two records", ["-"],
           (part for part in [good, *([block] * (line_gigabytes * 1024)), b"\n", record("pump-2").encode()]), 1, 2, 1)
    many = folder / "devices.json"
    with open(many, "w", encoding="ascii") as out:
        for number in range(devices):
            out.write(record(f"{number:0128d}", number % 3600))
    yield f"{devices} device ids of 128 characters", [many], None, 0, devices, 0
    many.unlink()


def main(arguments):
    short = "--short" in arguments
    arguments = [argument for argument in arguments if argument != "--short"]
    if len(arguments) != 1:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 64
    sizes = (2, 1, 50_000) if short else (20, 4, 1_000_000)
    failed = False
    with tempfile.TemporaryDirectory(prefix="bounds-") as scratch:
        scratch = pathlib.Path(scratch)
        for name, inputs, feed, code, events, rejects in cases(scratch, *sizes):
            limit = 1024 * MIB if "device ids" in name else 256 * MIB
            group = Group(limit)
            database = scratch / "hubdrops.sqlite"
            status, seconds, peak, errors = run([arguments[0], "import", "--db", database, *inputs], group, feed)
            group.close()
            faults = []
            if status != code:
                faults.append(f"exit {status}, expected {code}: {errors.strip()[-300:]}")
            if peak * MIB > limit:
                faults.append(f"peak {peak:.0f} MiB, limit {limit // MIB}")
            if database.exists():
                with sqlite3.connect(database) as connection:
                    counted = connection.execute("SELECT count(*) FROM events").fetchone()[0]
                    refused = connection.execute("SELECT count(*) FROM rejects").fetchone()[0]
                connection.close()
                if (counted, refused) != (events, rejects):
                    faults.append(f"{counted} events and {refused} rejects, expected {events} and {rejects}")
            for file in scratch.glob("hubdrops.sqlite*"):
                file.unlink()
            held = "in a control group" if group.folder else "no control group"
            print(f"{name}: {'; '.join(faults) or 'good'} ({seconds:.0f} s, peak {peak:.0f} MiB, "
                  f"limit {limit // MIB} MiB, {held})", flush=True)
            failed |= bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
