#!/usr/bin/env python3
"""Measures hubdrops and other tools on one generated day, in turn, and checks that they answer the same.

`make bench` calls it; docs/performance.md says how to read what it prints (Markdown, on standard output).
Exit status 1: answers differ, or a contender failed.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import re
import shutil
import signal
import sys

import answers
import contenders
import days
import measure
import table

ROOT = pathlib.Path(__file__).resolve().parent.parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=days.DEVICES, default="medium")
    parser.add_argument("--runs", type=int, default=5, help="rounds")
    parser.add_argument("--slow-runs", type=int, default=3, help="rounds that GoAccess and jq take part in")
    parser.add_argument("--cache", choices=["warm", "cold"], default="warm", help="cold needs root")
    parser.add_argument("--stored-days", type=int, default=30, help="days in the database of the growth figure; 0: none")
    parser.add_argument("--without", nargs="*", default=[], metavar="NAME", help="contenders to leave out, by how they begin")
    parser.add_argument("--data", default=str(ROOT / "bench-data"), help="folder for logs, answers and results")
    parser.add_argument("--hubdrops", default=str(ROOT / ".build/release/hubdrops"))
    parser.add_argument("--generator", default=str(ROOT / ".build/release/generate-days"))
    return parser.parse_args()


class Peers:
    """The tools of others that this machine has."""

    def __init__(self, work):
        self.duckdb = contenders.DuckDB(work) if work.python else None
        self.goaccess = contenders.GoAccess(work) if shutil.which("goaccess") else None
        self.cat = contenders.Cat(work) if os.geteuid() == 0 else None
        self.jq = contenders.JQ(work) if shutil.which("jq") and shutil.which("sqlite3") else None

    def named(self):
        return {name: peer for name, peer in
                (("DuckDB", self.duckdb), ("GoAccess", self.goaccess), ("jq and sqlite3", self.jq)) if peer}


def main():
    given = arguments()
    home = days.generated(given.data, given.size, given.generator, ROOT / "Sources" / "generate-days")
    work = contenders.Workplace(home, given.hubdrops, contenders.python_with_duckdb(given.data))
    files = days.files(work.logs)
    days.say("working out the reference answer, once a day")
    reference = answers.reference(home, work.logs, files)
    small = days.generated(given.data, "small", given.generator, ROOT / "Sources" / "generate-days")
    hubdrops, peers = contenders.Hubdrops(work, given.stored_days, small), Peers(work)
    for name in {"DuckDB", "GoAccess", "jq and sqlite3"} - peers.named().keys():
        days.say(f"no {name} here; `make bench-deps` installs it")
    field = hubdrops.contenders() + [
        each for peer in [*peers.named().values(), peers.cat] if peer for each in peer.contenders()]
    field = in_turn([each for each in field if not each.name.startswith(tuple(given.without) or ("\0",))])
    facts = facts_of(given, home, files, peers)

    results = {each.name: {} for each in field}
    prepare(given, hubdrops, home, field)
    for number in range(given.runs):
        if given.cache == "warm":
            measure.warm([*files, given.hubdrops])
        for each in field:
            if each.is_slow and number >= given.slow_runs:
                continue
            if given.cache == "cold":
                measure.drop_caches()
            results[each.name][number] = cost = each.once()
            days.say(f"round {number + 1}: {each.name}: {cost.wall:.2f} s wall, {cost.cpu:.2f} s CPU, {cost.peak:.0f} MiB")
    keep(given, home, results)
    print(table.head(given, facts), end="\n\n")
    print(table.contenders(results, {each.name: each.includes for each in field}, facts["bytes"] / 1e6, facts["records"]))
    # Before the comparison, which takes minutes: whoever stops that keeps what was measured.
    print("\n" + table.ratios(results, given.stored_days), end="\n\n")
    print(table.limits(results, given.size, stored_bytes(work, facts["records"])), end="\n\n", flush=True)

    days.say("comparing the answers")
    print("Answers, against Python's JSON reader and `sort`:\n")
    return 0 if check(work, hubdrops, peers, reference, results) else 1


def in_turn(field):
    """Each of ours beside one of theirs, so that a noisy minute meets both; `run, again` stays behind `run`.

    What empties the page cache comes last: the kernel forgets names of files with it.
    """
    order = ["hubdrops import", "DuckDB query", "hubdrops import, one stream", "hubdrops import, gzip", "hubdrops run",
             "hubdrops run, again", "DuckDB narrow load", "hubdrops import, every line new",
             "DuckDB narrow load, every line new"]
    return sorted(field, key=lambda each: (each.is_cold, order.index(each.name) if each.name in order else len(order)))


def prepare(given, hubdrops, home, field):
    """What must stand ready so that nobody pays for it while being measured."""
    names = [each.name for each in field]
    if any("every line new" in name for name in names):
        logs = days.all_new(home)
        if given.cache == "warm":
            measure.warm(days.files(logs))
    if any("gzip" in name for name in names):
        logs = days.gzipped(home)
        if given.cache == "warm":
            measure.warm(days.files(logs))
    if any("days stored" in name for name in names):
        hubdrops.database_of_days()


def facts_of(given, home, files, peers):
    truth = json.loads((home / "truth" / "counts.json").read_text())
    versions = {"hubdrops": table.commit(ROOT)}
    versions.update({name: peer.version() for name, peer in peers.named().items()})
    return {
        "devices": truth["devices"], "records": truth["events"], "repeated": truth["duplicates"], "files": len(files),
        "bytes": sum(os.path.getsize(path) for path in files), "load": table.load(), "versions": versions,
    }


def stored_bytes(work, records):
    """Bytes of the database for each record; None where there was no import."""
    database = work.path("import.db")
    return os.path.getsize(database) / records if os.path.exists(database) else None


def keep(given, home, results):
    """Every single run, for whoever wants more than medians."""
    runs = {name: {number + 1: dataclasses.asdict(cost) for number, cost in costs.items()} for name, costs in results.items()}
    (home / f"results-{given.cache}.json").write_text(json.dumps(runs, indent=1))


def check(work, hubdrops, peers, reference, results):
    """Whether all that must be equal is; prints a sentence for each contender."""
    whole_day = answers.kept(reference, "day.tsv", answers.COLUMNS, on_the_day)
    errors = answers.kept(reference, "errors.tsv", ("device", "code", "window"), lambda row: row["level"] == "Error")
    agreed, known = True, {}

    def state(name, answer, expected, must_agree):
        nonlocal agreed
        # Equal bytes compare equal, and most of ours are.
        files = days.digest([answer]), expected
        known[files] = comparison = known.get(files) or answers.Comparison(answer, expected)
        agreed = agreed and (comparison.agrees or not must_agree)
        say(f"{name}: {comparison}")

    def say(line):
        print(f"- {line}", flush=True)

    databases = {"hubdrops import": "import.db", "hubdrops run, again": "run.db", "hubdrops import, every line new": "new.db",
                 "hubdrops import, gzip": "gzip.db", "hubdrops import, one stream": "stream.db",
                 "hubdrops import, cold": "cold.db"}
    databases.update({name: "later.db" for name in results if name.endswith("days stored")})
    for name, database in databases.items():
        if results.get(name):
            state(f"{name} (hub, device, module, operation, level, code, window; the day)", hubdrops.answer(database),
                  whole_day, True)
    if peers.duckdb:
        state("DuckDB, a careful query that is not timed (the same, the hours around the day too)",
              peers.duckdb.answer("answer"), reference, True)
        for name, mode in (("query", "query"), ("narrow load", "load"), ("wide load", "wide")):
            if results.get(f"DuckDB {name}"):
                state(f"DuckDB {name} (device, code, window of error records; it passes over lines that wrap their record)",
                      coarse(work, peers.duckdb.answer(mode)), errors, False)
    if peers.jq and results.get("jq and sqlite3"):
        state("jq and sqlite3 (device, code, window of error records)", coarse(work, peers.jq.answer()), errors, False)
    if peers.goaccess and results.get("GoAccess"):
        say("GoAccess: " + goaccess_facts(work.path("goaccess.html"), work.path("goaccess-rejects")))
    return agreed


def coarse(work, answer):
    return answers.projected(answer, work.path("coarse.tsv"), ("device", "code", "window"))


def on_the_day(row):
    start = answers.seconds({"window": days.DAY + "T00:00:00+00:00"})
    return 0 <= int(row["window"]) - int(start) < 86_400


def goaccess_facts(report, rejects):
    """What a GoAccess report says of itself in the values that its page carries, and how long its log of rejects is."""
    with open(report, encoding="utf-8") as page:
        total, valid = re.search(r'"total_requests":\s*(\d+),\s*"valid_requests":\s*(\d+)', page.read()).groups()
    with open(rejects, "rb") as lines:
        refused = sum(1 for _ in lines)
    return (f"took {int(valid):,} of {int(total):,} lines for requests, repeated records and other categories among them; its "
            f"own log of rejects has {refused:,}. It cannot count by device or window, so its answer is not compared")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        status = main()
    except (measure.Broken, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        status = 1
    sys.exit(status)
