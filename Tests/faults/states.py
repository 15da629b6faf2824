"""Databases that are not what they should be, clocks that jump, and logs that change while they are read."""
import contextlib, gzip, json, os, shutil, sqlite3, subprocess, sys, threading, time

from disks import log_files
from world import DAY, Place, World, expect


def locked(world):
    """Somebody else holds the database, or another run is at work."""
    place = world.place("locked")
    expect(place.run().code == world.code, "the first run")
    with contextlib.closing(sqlite3.connect(place.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        sentence = place.run().sentence(75, place.database, "in use by another process", "run again")
        other.execute("ROLLBACK")
    holder = subprocess.Popen(["flock", place.database + ".lock", "sleep", "60"])
    try:
        while subprocess.run(["flock", "-n", place.database + ".lock", "true"]).returncode == 0:
            time.sleep(0.01)
        place.run().sentence(75, place.database + ".lock", "held by")
    finally:
        subprocess.run(["pkill", "-P", str(holder.pid)], capture_output=True)
        holder.kill()
        holder.wait()
    place.run()
    place.check()
    return sentence


def damaged(world):
    """Damage is found and named; with the file moved away the next run has everything again."""
    sentences = []
    for name, harm in (("a page of noise", noise), ("half of it gone", half), ("zeros", zeros)):
        place = world.place("damaged")
        expect(place.run().code == world.code, "the first run")
        harm(place.database)
        # A report that needs every row: what is damaged may not be read past.
        found = place.run("status", "--integrity")
        expect(found.code == 65, "%s: status --integrity: %s" % (name, found))
        expect(place.database in found.errors or place.database in found.output, "%s: no place named" % name)
        ended = place.run("run", "--summary")
        if name != "a page of noise" or ended.code > 2:
            sentences.append(ended.sentence(65, place.database, "move it away"))
        os.rename(place.database, place.database + ".damaged")
        shutil.rmtree(os.path.join(place.folder, "mailbox"))
        os.makedirs(os.path.join(place.folder, "mailbox"))
        expect(place.run().code in (0, world.code), "%s: the run without it" % name)
        place.check(mails=len(place.mails()))
    return sentences[0]


def noise(path):
    with open(path, "r+b") as file:
        size = file.seek(0, 2)
        for page in range(3, size // 4096, 7):
            file.seek(page * 4096)
            file.write(os.urandom(4096))


def half(path):
    os.truncate(path, os.path.getsize(path) // 2 // 4096 * 4096)


def zeros(path):
    with open(path, "r+b") as file:
        size = file.seek(0, 2)
        file.seek(4096)
        file.write(bytes(size - 4096))


def foreign(world):
    """A database of another program, a file that is no database, a newer schema, a folder: refused, and left alone."""
    sentences = []

    def other(path, *statements):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    cases = [
        ("another program", 65, ("another program", "name another file"),
         lambda path: other(path, "CREATE TABLE t (a)", "PRAGMA application_id = 77")),
        ("no database", 65, ("not a SQLite database", "name another file"),
         lambda path: open(path, "w").write("to whom it may concern\n" * 500)),
        ("a folder", 73, ("hubdrops.sqlite",), os.makedirs),
    ]
    for name, code, words, make in cases:
        place = world.place("foreign")
        make(place.database)
        before = content(place.database)
        sentences.append(place.run().sentence(code, place.database, *words))
        expect(content(place.database) == before, "%s was changed" % name)
    place = world.place("newer")
    expect(place.run().code == world.code, "the first run")
    other(place.database, "PRAGMA user_version = 99")
    before = content(place.database)
    for command in (("run",), ("report",), ("status",), ("prune", "--keep-events", "90d"), ("export", "counts", "--day", DAY)):
        sentences.append(place.run(*command).sentence(65, place.database, "later version", "upgrade hubdrops"))
    expect(content(place.database) == before, "a database of a newer schema was changed")
    return sentences[-1]


def content(path):
    if os.path.isdir(path):
        return sorted(os.listdir(path))
    with open(path, "rb") as file:
        return file.read()


def clocks(world):
    """The clock jumps between runs, and during one; records and reports do not care."""
    place = world.place("clocks")
    for moment in ("2026-03-11 06:30:00", "2026-03-11 06:29:00", "2038-01-20 03:00:00", "2026-03-11 02:00:00"):
        ended = place.run(before=["faketime", moment])
        expect(ended.code in (0, world.code), "at %s: %s" % (moment, ended))
        place.check()
    # A clock that lost its battery: a day to come is refused, and "yesterday" is a day without data, which is said.
    sentence = place.run(before=["faketime", "2019-01-01 00:00:00"]).sentence(64, DAY, "has not begun")
    place.configure(day="yesterday")
    lost = place.run(before=["faketime", "2019-01-01 00:00:00"])
    expect(lost.code == 1 and "2018-12-31" in lost.errors, "yesterday of 2019: %s" % lost)
    place.configure()
    expect(place.run_counts() == world.counts, "records were lost with the clock")
    place.integrity()
    fast = world.place("clocks")
    ended = fast.run(before=["faketime", "-f", "@2026-03-11 06:30:00 x5000"])
    expect(ended.code == world.code, "with a racing clock: %s" % ended)
    # By such a clock the mail command may take longer than it is given: its mail waits for the next run then.
    fast.run(before=["faketime", "2026-03-11 18:00:00"])
    fast.check()
    return "6 jumps and a racing clock; " + sentence


def summer_time(world, generator):
    """The nights on which clocks are set, in the zone of the report: days of 23 and 25 hours, no record lost."""
    figures = []
    for date, moment, hours in (("2026-03-29", "2026-03-30 04:30:00", 23), ("2026-10-25", "2026-10-26 05:30:00", 25)):
        logs = os.path.join(world.folder, "logs-of-night")
        shutil.rmtree(logs, ignore_errors=True)
        subprocess.run(
            [generator, "--quiet", "--out", logs, "--date", date, "--devices", "60", "--no-noise"], check=True)
        place = world.place("night", logs=logs)
        place.configure(day="yesterday", time_zone="Europe/Berlin", registry=None)
        ended = place.run(before=["faketime", moment], environment={"TZ": "Europe/Berlin"})
        expect(ended.code in (0, 1), "%s: %s" % (date, ended))
        report = json.loads(place.bytes(date, "report.json"))
        expect(len(report["input"]["hours"]) == hours, "%s has %d hours" % (date, len(report["input"]["hours"])))
        expect(place.run_counts() == World.reference(logs), "%s: counts differ from the reference" % date)
        figures.append("%s %d h" % (date, hours))
    return ", ".join(figures)


def changing_logs(world):
    """A log that grows, shrinks, vanishes or turns into zeros while it is read, and comes back whole."""
    done = []
    for name, change in (("grows", grow), ("shrinks", shrink), ("vanishes", os.remove), ("turns into zeros", blank)):
        logs = os.path.join(world.folder, "changing-logs")
        shutil.rmtree(logs, ignore_errors=True)
        shutil.copytree(world.logs, logs)
        # A plain file that takes more than one read.
        victim = max((file for file in log_files(logs) if file.endswith(".json")), key=os.path.getsize)
        whole = content(victim)
        if name == "grows":
            with open(victim, "wb") as file:
                file.write(whole[:len(whole) // 2])
        place = world.place("changing", logs=logs)
        # The first read of the file takes a second, and the change comes in that second.
        process = place.start(before=[
            "strace", "-f", "-qq", "-o", "/dev/null", "-P", victim, "-e", "trace=read", "-e",
            "inject=read:delay_exit=1000000:when=1"])
        wait_until_open(victim)
        change(victim) if change is not grow else grow(victim, whole)
        output, errors = process.communicate(timeout=60)
        expect(process.returncode in (0, 1), "%s: exit %d: %s" % (name, process.returncode, errors.decode()))
        place.integrity()
        if name == "turns into zeros":
            again = place.run().sentence(1, victim, "NUL bytes")
            done.append(again.replace(victim, "FILE"))
        with open(victim, "wb") as file:
            file.write(whole)
        ended = place.run()
        expect(ended.code in (0, 1), "%s: the run with the whole file: %s" % (name, ended))
        counts = place.run_counts()
        expect(counts == world.counts, "%s: counts differ from the reference once the file is whole" % name)
        place.integrity()
    return "grown, shrunk, vanished, zeroed; " + done[0]


def wait_until_open(path):
    """Until some process has the file open."""
    target = os.path.realpath(path)
    for _ in range(2000):
        for number in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                for descriptor in os.listdir("/proc/%s/fd" % number):
                    with contextlib.suppress(OSError):
                        if os.readlink("/proc/%s/fd/%s" % (number, descriptor)) == target:
                            return
        time.sleep(0.005)


def grow(path, whole):
    with open(path, "ab") as file:
        file.write(whole[os.path.getsize(path):])


def shrink(path):
    os.truncate(path, os.path.getsize(path) // 3)


def blank(path):
    size = os.path.getsize(path)
    os.truncate(path, size // 2)
    os.truncate(path, size)
