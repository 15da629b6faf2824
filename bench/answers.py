"""What the contenders must agree on, worked out from the logs by Python's own JSON reader and `sort`.

An answer is a file of tab-separated rows, sorted by bytes: hub, device, module, operation, level, code, start of the
15-minute window in seconds since 1970, number of records. Records of category Connections count, whatever their level;
records that are the same in every known field count once.
"""

import concurrent.futures
import csv
import datetime
import itertools
import json
import os
import pathlib
import subprocess

COLUMNS = ("hub", "device", "module", "operation", "level", "code", "window")
WINDOW = 900
C_ORDER = dict(os.environ, LC_ALL="C")


def reference(home, folder, files):
    """The answer of a folder of logs; kept beside it."""
    target = pathlib.Path(home) / "reference.tsv"
    if target.exists():
        return target
    parts = pathlib.Path(home) / "reference-parts"
    parts.mkdir(exist_ok=True)
    with concurrent.futures.ProcessPoolExecutor() as pool:
        list(pool.map(read_file, files, [str(parts / f"{place}") for place in range(len(files))]))
    unfinished = target.with_suffix(".unfinished")
    names = sorted(str(path) for path in parts.iterdir())
    with subprocess.Popen(["sort", "-u", "-S", "256M", *names], stdout=subprocess.PIPE, text=True, encoding="utf-8",
                          env=C_ORDER) as process:
        with open(unfinished, "w", encoding="utf-8") as out:
            count_windows(process.stdout, out)
    if process.returncode != 0:
        raise OSError(f"sort ended with {process.returncode}")
    sort_in_place(unfinished)
    for name in names:
        os.remove(name)
    parts.rmdir()
    unfinished.rename(target)
    return target


def count_windows(records, out):
    """Counts sorted records, of which the first six columns are those of an answer and the seventh is the time."""
    def group(row):
        return row[:6], int(row[6]) // 1_000_000 // WINDOW * WINDOW

    rows = (line.rstrip("\n").split("\t") for line in records)
    for (names, window), members in itertools.groupby(rows, key=group):
        out.write("\t".join([*names, str(window), str(sum(1 for _ in members))]) + "\n")


def read_file(path, target):
    """Writes the records of a file of JSON Lines, one a row, with every field that tells two records apart."""
    with open(path, "rb") as lines, open(target, "w", encoding="utf-8") as out:
        for line in lines:
            try:
                value = json.loads(line)
            except ValueError:
                continue
            for record in value["records"] if "records" in value else [value]:
                if record.get("category") == "Connections":
                    out.write("\t".join(identity(record)) + "\n")


def identity(record):
    properties = record["properties"]
    if isinstance(properties, str):
        properties = json.loads(properties)
    moment = datetime.datetime.fromisoformat(record["time"])
    microseconds = round(moment.timestamp()) * 1_000_000 + moment.microsecond
    fields = [
        record["resourceId"].rsplit("/", 1)[-1].lower(), properties["deviceId"], properties.get("moduleId"),
        record["operationName"], record["level"], record.get("resultType"), f"{microseconds:020d}",
        record.get("resultDescription"), properties.get("sdkVersion"), properties.get("protocol"),
        properties.get("authType"), properties.get("maskedIpAddress"),
    ]
    return ["" if field is None else str(field) for field in fields]


def from_csv(source, target):
    """Turns the CSV of `hubdrops export counts`, or of a peer, into an answer. Columns that it lacks stay empty."""
    with open(source, newline="", encoding="utf-8") as text, open(target, "w", encoding="utf-8") as out:
        for row in csv.DictReader(text):
            out.write("\t".join([*(row.get(name, "") for name in COLUMNS[:6]), seconds(row), count(row)]) + "\n")
    sort_in_place(target)


def seconds(row):
    written = row.get("window_start") or row["window"]
    return str(round(datetime.datetime.fromisoformat(written).timestamp()))


def count(row):
    return row.get("records") or row["count"]


def projected(source, target, columns, only=lambda row: True):
    """A coarser answer: only the named columns, the others empty, and only the rows that `only` takes."""
    kept = [name in columns for name in COLUMNS]
    unsummed = str(target) + ".unsummed"
    with open(source, encoding="utf-8") as rows, open(unsummed, "w", encoding="utf-8") as out:
        for line in rows:
            *key, number = line.rstrip("\n").split("\t")
            if only(dict(zip(COLUMNS, key))):
                out.write("\t".join([*(text if keep else "" for text, keep in zip(key, kept)), number]) + "\n")
    sort_in_place(unsummed)
    with open(unsummed, encoding="utf-8") as rows, open(target, "w", encoding="utf-8") as out:
        for key, members in itertools.groupby((line.rstrip("\n").rpartition("\t") for line in rows), key=lambda row: row[0]):
            out.write(f"{key}\t{sum(int(row[2]) for row in members)}\n")
    os.remove(unsummed)
    sort_in_place(target)
    return target


def kept(reference, name, columns, only):
    """A coarser reference, kept beside it for the next time."""
    target = pathlib.Path(reference).with_name(name)
    if not target.exists():
        unfinished = target.with_suffix(".unfinished")
        projected(reference, unfinished, columns, only)
        unfinished.rename(target)
    return target


def sort_in_place(path):
    subprocess.run(["sort", "-S", "256M", "-o", path, path], check=True, env=C_ORDER)


class Comparison:
    """How two answers differ: groups that are equal, and those that are not, with the records they hold."""

    def __init__(self, left, right):
        self.equal = self.different = self.records = self.missing = self.excess = 0
        self.examples = []
        with open(left, encoding="utf-8") as lefts, open(right, encoding="utf-8") as rights:
            for key, here, there in merged(rows(lefts), rows(rights)):
                self.records += there
                if here == there:
                    self.equal += 1
                    continue
                self.different += 1
                self.missing += max(there - here, 0)
                self.excess += max(here - there, 0)
                if len(self.examples) < 3:
                    self.examples.append(f"{key.replace(chr(9), ' ')}: {here}, expected {there}")

    @property
    def agrees(self):
        return self.different == 0 and self.equal > 0

    def __str__(self):
        if self.agrees:
            return f"all {self.equal:,} groups ({self.records:,} records) equal"
        return (f"{self.different:,} of {self.equal + self.different:,} groups differ: {self.missing:,} records missing, "
                f"{self.excess:,} too many (e.g. {'; '.join(self.examples)})")


def rows(lines):
    for line in lines:
        key, _, number = line.rstrip("\n").rpartition("\t")
        yield key, int(number)


def merged(lefts, rights):
    """Pairs two sequences in order of key; what one of them lacks is 0."""
    left, right = next(lefts, None), next(rights, None)
    while left or right:
        # UTF-8 bytes, as `sort` orders them.
        order = 1 if not left else -1 if not right else compare(left[0].encode(), right[0].encode())
        if order == 0:
            yield left[0], left[1], right[1]
            left, right = next(lefts, None), next(rights, None)
        elif order < 0:
            yield left[0], left[1], 0
            left = next(lefts, None)
        else:
            yield right[0], 0, right[1]
            right = next(rights, None)


def compare(left, right):
    return (left > right) - (left < right)
