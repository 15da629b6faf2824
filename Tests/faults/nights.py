"""Nights that die at one of their writes: what is carried from day to day agrees with the records, at once and later."""
import argparse, contextlib, glob, hashlib, json, os, shutil, signal, sqlite3, subprocess

import injections
from world import Wrong, end_of, expect, hear_signals

DAYS = ("2026-03-08", "2026-03-09", "2026-03-10", "2026-03-11")
# Each call that leaves something on a disk.
WRITES = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "mkdir", "symlink")
# Where each of them ends in the database: a kill there leaves every state that the database ever has between two nights.
COMMITS = ("fdatasync",)
# What a run decides by when it takes an earlier night's work for done.
KEPT = ("hub_state", "hour_revision", "day_summary", "import_run", "file")


def record(day, clock, device, operation, code=None, hub="east"):
    entry = {
        "time": "%sT%sZ" % (day, clock), "resourceId": "/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/" + hub,
        "operationName": operation, "category": "Connections", "level": "Error" if code else "Information",
        "properties": json.dumps({"deviceId": device, "protocol": "Mqtt", "maskedIpAddress": "203.0.113.XXX"})}
    if code:
        entry["resultType"] = code
    return json.dumps(entry) + "\n"


def logs():
    """The files of each night. The third brings what was late on the first: lost-2 was back, and late-1 lost, before the
    state was taken with which the second day begins."""
    def hourly(day):
        return "".join(
            record(day, "%02d:%02d:00" % (hour, minute), "probe", operation)
            for hour in range(24) for minute, operation in ((10, "deviceConnect"), (20, "deviceDisconnect")))

    first, second, third, fourth = DAYS
    stays = "".join(record(first, "00:30:%02d" % number, "stays-%d" % number, "deviceConnect") for number in range(30))
    return [
        {"first": hourly(first) + stays + record(first, "02:00:00", "other", "deviceConnect", hub="west") + "".join(
            record(first, "01:00:00", name, "deviceConnect") for name in ("lost-1", "lost-2", "late-1")) + "".join(
            record(first, "14:00:00", name, "deviceDisconnect", "404104") for name in ("lost-1", "lost-2"))},
        {"second": hourly(second)},
        {"late": record(first, "15:00:00", "lost-2", "deviceConnect")
            + record(first, "16:00:00", "late-1", "deviceDisconnect", "404104"),
         "third": hourly(third) + record(third, "09:00:00", "lost-1", "deviceConnect")
            + record(third, "12:00:00", "other", "deviceDisconnect", "404104", hub="west")},
        {"fourth": hourly(fourth) + record(fourth, "06:00:00", "late-1", "deviceConnect")},
    ]


class Nights:
    """A database and its reports, night after night."""

    def __init__(self, hubdrops, folder):
        self.hubdrops, self.folder = hubdrops, folder
        self.database = os.path.join(folder, "hubdrops.sqlite")

    def bring(self, files):
        os.makedirs(os.path.join(self.folder, "logs"), exist_ok=True)
        with open(os.path.join(self.folder, "late.yaml"), "w") as file:
            file.write("late-days: 5\n")
        for name, text in files.items():
            with open(os.path.join(self.folder, "logs", name + ".json"), "w") as file:
                file.write(text)

    def command(self, command, day, out):
        words = ["--logs", "logs"] if command == "run" else []
        return [self.hubdrops, command, "--config", "late.yaml", "--db", "hubdrops.sqlite", "--out", out, "--day", day, *words]

    def start(self, command, day, out="out", before=()):
        return subprocess.Popen(
            [*before, *self.command(command, day, out)], cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hear_signals, start_new_session=True,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C", "TZ": "UTC"})

    def run(self, command, day, out="out", before=()):
        process = self.start(command, day, out, before)
        _, errors = end_of(process)
        expect(process.returncode in (0, 1), "%s of %s: exit %d: %s" % (
            command, day, process.returncode, errors.decode(errors="replace")))

    def copy(self, folder):
        """The same to the last byte, in another folder, as a machine finds it after the process died."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, symlinks=True)
        return Nights(self.hubdrops, folder)

    def ask(self, sql):
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()

    def kept(self):
        """What tells one moment of a night from another, as far as anybody goes by it."""
        with contextlib.suppress(sqlite3.OperationalError):
            # Whoever opens the database after the death repairs it; that is left to the program.
            copy = self.copy(self.folder + "-asked")
            rows = [copy.ask("SELECT * FROM %s ORDER BY 1, 2" % table) for table in KEPT]
            return hashlib.sha256(repr(rows).encode()).hexdigest()
        return ""

    def states(self):
        """What is carried, without the number of the import that it goes by: a night that died may have counted one more."""
        return self.ask("SELECT moment, hub, rules, identities, digest, state FROM hub_state ORDER BY moment, hub")

    def facts(self, out="out"):
        """What a reader finds, by day and name."""
        found = {}
        for path in sorted(glob.glob(os.path.join(self.folder, out, "20*", "*"))):
            if path.endswith(("report.json", "report.html", "drops.csv")):
                with open(path) as file:
                    found[os.path.relpath(path, os.path.join(self.folder, out))] = file.read()
        return found

    def anew(self, name, forget):
        """The reports and the states of a copy, with the state that it keeps or with none."""
        other = self.copy(self.folder + "-" + name)
        if forget:
            with contextlib.closing(sqlite3.connect(other.database)) as connection, connection:
                connection.execute("DELETE FROM hub_state")
        for (day,) in other.ask("SELECT DISTINCT date(hour * 3600, 'unixepoch') FROM hour_revision ORDER BY 1"):
            other.run("report", day, "anew")
        return other.facts("anew"), {row[:2]: row[2:] for row in other.states()}


def agree(nights, name):
    """What the nights carry is what their records make of nothing."""
    (facts, states), (anew, rebuilt) = (nights.anew("anew", forget) for forget in (False, True))
    expect(facts == anew, "%s: a report from carried state differs from one from nothing" % name)
    shared = states.keys() & rebuilt.keys()
    expect(shared or not rebuilt, "%s: no state to compare" % name)
    differing = [key for key in sorted(shared) if states[key] != rebuilt[key]]
    expect(not differing, "%s: carried state differs from that of nothing at %s" % (name, differing))


def finish(nights, files):
    """The night again, and the one after it."""
    nights.run("run", DAYS[2])
    nights.bring(files)
    nights.run("run", DAYS[3])


def writes_of(base, calls):
    """Each of the calls, with its number, of the night that is to die."""
    place = base.copy(base.folder + "-traced")
    prefix = os.path.join(place.folder, "trace")
    place.run("run", DAYS[2], before=[
        "strace", "-f", "-ff", "-qq", "-o", prefix, "-e", "trace=" + ",".join(calls) + "," + injections.FAMILY])
    trace = injections.Trace(prefix)
    expect(trace.main is not None, "the trace names no hubdrops")
    ranges = {call: trace.positions(call) for call in calls}
    return [(call, number) for call, (first, last) in ranges.items() for number in range(first, last + 1)]


def killed(place, call, number):
    """Whether the night died at that call."""
    process = place.start("run", DAYS[2], before=[
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e",
        "inject=%s:signal=SIGKILL:when=%d" % (call, number)])
    end_of(process)
    return process.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)


def killed_at_each_write(world, calls=WRITES, every=1, steps=None):
    """kill -9 at each write of a night that takes up state, gets late records and leaves state behind.

    Where it died, the state that is kept is the state that the records make; and after the nights that follow, every
    report, page and state is that of nights that nothing disturbed.
    """
    base = Nights(world.hubdrops, os.path.join(world.folder, "nights"))
    shutil.rmtree(base.folder, ignore_errors=True)
    *before, dying, last = logs()
    for day, files in zip(DAYS, before):
        base.bring(files)
        base.run("run", day)
    base.bring(dying)
    quiet = base.copy(base.folder + "-quiet")
    finish(quiet, last)
    facts, states = quiet.facts(), quiet.states()
    expect(len(facts) >= 3 * len(DAYS) and states, "the undisturbed nights left %s" % sorted(facts))
    agree(quiet, "undisturbed")

    steps = steps or writes_of(base, calls)[every // 2::every]
    seen, kills = set(), 0
    for call, number in steps:
        name = "%s %d" % (call, number)
        place = base.copy(base.folder + "-killed")
        kills += killed(place, call, number)
        moment = place.kept()
        if moment not in seen:
            seen.add(moment)
            agree(place, name)
        finish(place, last)
        mine = place.facts()
        differing = [path for path in sorted({*facts, *mine}) if facts.get(path) != mine.get(path)]
        expect(not differing, "killed at %s: other than undisturbed: %s" % (name, ", ".join(differing)))
        expect(place.states() == states, "killed at %s: the state after the last night differs" % name)
    expect(kills == len(steps), "only %d of %d runs were killed" % (kills, len(steps)))
    return "%d kills, %d different moments of the database; state, pages and reports as undisturbed" % (kills, len(seen))


# Marks what an import changed once the import is over, and not together with it.
OUT_OF_ORDER = """#!/bin/sh
if [ "$1" = run ]; then
  %(hubdrops)s import logs --db hubdrops.sqlite >&2
  [ $? -le 1 ] || exit 137
  sqlite3 hubdrops.sqlite 'DROP TRIGGER IF EXISTS held;
    UPDATE hour_revision SET revision = (SELECT max(id) FROM import_run)
    WHERE 0 < (SELECT added FROM import_run ORDER BY id DESC LIMIT 1);
    CREATE TRIGGER held BEFORE UPDATE ON hour_revision BEGIN SELECT RAISE(IGNORE); END' || exit 137
fi
exec %(hubdrops)s "$@"
"""


def wrong_order_is_found(world):
    """The same check of a program whose writes come in a wrong order: it has to fail."""
    script = os.path.join(world.folder, "out-of-order")
    with open(script, "w") as file:
        file.write(OUT_OF_ORDER % {"hubdrops": world.hubdrops})
    os.chmod(script, 0o755)
    try:
        killed_at_each_write(
            argparse.Namespace(hubdrops=script, folder=world.folder), steps=[("fdatasync", number) for number in range(1, 9)])
    except Wrong as wrong:
        expect("fdatasync" in str(wrong), "another fault than the order of writes: %s" % wrong)
        return str(wrong)
    raise Wrong("a wrong order of writes is not noticed")
