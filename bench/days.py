"""The logs of the benchmark: the generated day, the day with every line new to a memory of lines, and earlier days."""

import datetime
import gzip
import hashlib
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

DAY = "2026-03-10"
DEVICES = {"small": 2_000, "medium": 45_000, "large": 260_000}


def files(folder):
    """The log files below a folder, in order of name, which is the order of their hours."""
    return sorted(str(path) for path in pathlib.Path(folder).rglob("PT1H.json*"))


def generated(data, size, generator, sources):
    """The folder of a generated day; writes it when there is none from these sources. See `generate-days --help`.

    The same sources and options give the same bytes, so a day is kept from run to run.
    """
    options = ["--devices", str(DEVICES[size]), "--date", DAY, "--seed", "1", "--profile", "mixed"]
    made_by = {"options": options, "generator": digest(pathlib.Path(sources).rglob("*.swift"))}
    home = pathlib.Path(data) / size
    mark = home / "made-by.json"
    if mark.exists() and json.loads(mark.read_text()) == made_by:
        return home
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    say(f"writing the {size} day")
    subprocess.run([generator, "--out", home / "logs", "--truth", home / "truth" / "drops.csv", *options],
                   check=True, stdout=sys.stderr)
    mark.write_text(json.dumps(made_by))
    return home


def digest(paths):
    total = hashlib.sha256()
    for path in sorted(paths):
        with open(path, "rb") as file:
            while piece := file.read(1 << 20):
                total.update(piece)
    return total.hexdigest()


def all_new(home):
    """The same day with a member `correlationId` in every record, which no two different records share.

    Nothing that hubdrops or a peer counts changes, yet no line's text after its time comes twice: the worst case for a
    reader that remembers such texts. A repeated record keeps one id, so it stays a repetition.
    """
    return copy_of(home, "logs-all-new", with_correlation_ids)


def with_correlation_ids(lines):
    for line in lines:
        body = line.rstrip(b"\r\n")
        if body.endswith(b'"}') and body.startswith(b'{"time"'):
            name = hashlib.md5(body).hexdigest().encode()
            line = body[:-1] + b',"correlationId":"' + name + b'"}' + line[len(body):]
        yield line


def gzipped(home):
    """The same files, each compressed by gzip."""
    return kept_copy(home, "logs-gzip", lambda source, target: compressed(source, target.with_suffix(".json.gz")))


def compressed(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(source, "rb") as lines, gzip.GzipFile(target, "wb", compresslevel=6, mtime=0) as out:
        shutil.copyfileobj(lines, out, 1 << 20)


def hourly(home, count):
    """So many files in the folders of at most 2,160 hours (90 days), back from the end of the day.

    Each holds twenty records of the day's, moved to its hour.
    """
    target = pathlib.Path(home) / f"logs-{count}-files"
    if target.exists():
        return target
    say(f"writing {target.name}")
    unfinished = target.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    source = next(path for path in files(pathlib.Path(home) / "logs") if "/h=12/" in path)
    with open(source, "rb") as file:
        lines = [line for line in itertools.islice(file, 200) if line.startswith(f'{{"time":"{DAY}T12'.encode())][:20]
    end = datetime.datetime.fromisoformat(DAY + "T23:00:00")
    hours = min(count, 2_160)
    for number in range(count):
        hour = end - datetime.timedelta(hours=number % hours)
        name = re.sub(r"/y=.*/m=00/", hour.strftime("/y=%Y/m=%m/d=%d/h=%H/m=00/"),
                      os.path.relpath(source, pathlib.Path(home) / "logs"))
        path = unfinished / (name if number < hours else name.replace("PT1H", f"PT1H-{number // hours}"))
        path.parent.mkdir(parents=True, exist_ok=True)
        moment = hour.strftime('{"time":"%Y-%m-%dT%H').encode()
        path.write_bytes(b"".join(moment + line[len(moment):] for line in lines))
    # A file that was changed within a minute of being read is looked into again.
    say("waiting a minute, until the files are old enough to be known by their time")
    time.sleep(61)
    unfinished.rename(target)
    return target


def shifted(home, days, into):
    """The blobs of the day itself (without the hours around it), moved back by a number of days; returns the folder."""
    there = datetime.date.fromisoformat(DAY)
    moves = []
    for place in (0, -1):
        source = there + datetime.timedelta(days=place)
        target = source - datetime.timedelta(days=days)
        moves.append((f'"{source}T'.encode(), f'"{target}T'.encode()))

    def moved(lines):
        for line in lines:
            for source, target in moves:
                line = line.replace(source, target, 1)
            yield line

    source = pathlib.Path(home) / "logs"
    for path in files(source):
        if there.strftime("/d=%d/") not in path:
            continue
        target = there - datetime.timedelta(days=days)
        name = re.sub(r"/y=\d+/m=\d+/d=\d+/", target.strftime("/y=%Y/m=%m/d=%d/"), os.path.relpath(path, source))
        rewrite(path, pathlib.Path(into) / name, moved)
    return into


def copy_of(home, name, change):
    """A copy of the day's logs with changed lines, kept from run to run."""
    return kept_copy(home, name, lambda source, target: rewrite(source, target, change))


def kept_copy(home, name, write):
    source = pathlib.Path(home) / "logs"
    target = pathlib.Path(home) / name
    if target.exists():
        return target
    say(f"writing {name}")
    unfinished = pathlib.Path(home) / (name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for path in files(source):
        write(path, unfinished / os.path.relpath(path, source))
    unfinished.rename(target)
    return target


def rewrite(source, target, change):
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(source, "rb") as lines, open(target, "wb") as out:
        out.writelines(change(lines))


def say(text):
    print(text, file=sys.stderr, flush=True)
