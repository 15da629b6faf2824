"""Disks that are full: of a server, and of the folder that reports are written to."""
import os, subprocess

from place import DAY, REPORT, exported_drops, is_one_sentence, redaction, shared_drops
from views import DAY_VIEWS, differences


def check_full(place, cluster, report):
    """A server whose disk is full."""
    if os.geteuid() != 0:
        return report.note("not run without root: a server with a full disk")
    data = cluster.folder / "n5" / "data"
    data.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(data)], check=True)
    try:
        cluster.configure(5)
        cluster.start(5)
        address = "clickhouse://127.0.0.1:%d/full?copy=%s" % (cluster.http[5], place.copy())
        place.run("import", "new.json", "--db", address)
        free = os.statvfs(data)
        (data / "filler").write_bytes(bytes(free.f_bavail * free.f_bsize - 60_000))
        result = place.run("import", "logs", "--db", address)
        report.check("a server with a full disk: one sentence, 74", result.returncode == 74 and is_one_sentence(result), (result.returncode, result.stderr))
        report.note(result.stderr.strip()[:200])
        (data / "filler").unlink()
        result = place.run("import", "logs", "again", "--db", address)
        exported = place.run("export", "counts", "--db", address)
        report.check("with room again the next import brings everything",
                     result.returncode in (0, 1) and exported.stdout == place.run("export", "counts", "--db", "sqlite.db").stdout, (result.stderr, exported.stderr))
    finally:
        cluster.kill(5)
        subprocess.run(["umount", str(data)], check=True)


def files_in(folder):
    """Each once: `latest` is a link to a folder."""
    return [path for path in folder.rglob("*") if path.is_file() and "latest" not in path.relative_to(folder).parts]


def room(folder):
    """Bytes that its files take in a tmpfs."""
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(-(-path.stat().st_size // page) * page for path in files_in(folder))


def check_output(place, cluster, report, spares):
    """An output folder with room for nothing, and with room for the report but not for drops that wait to be sent.

    `spares` are KiB beside the report that hubs side by side have.
    """
    if os.geteuid() != 0:
        return report.note("not run without root: an output folder on a full disk")
    folder, copy, redact = place.folder / "small", place.copy(), redaction(place)
    folder.mkdir()
    address = "clickhouse://127.0.0.1:%d/aside?copy=%s" % (cluster.http[2], copy)
    for database in ("once.sqlite", address):
        place.run("import", "logs", "--db", database)
    for name, options in (("plain", []), ("pseudonyms", redact)):
        place.run("report", "--db", "once.sqlite", "--day", DAY, "--out", name, *options)
    names = lambda folder: {str(path.relative_to(folder)) for path in files_in(folder)}

    def run(*options):
        return place.run("run", "--logs", "logs", "--db", address, "--day", DAY, "--out", "small", *options)

    def mount(size):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d" % size, "tmpfs", str(folder)], check=True)

    def is_shared(number):
        return int(cluster.ask(2, "SELECT count() FROM system.tables WHERE database = 'apart%d' AND name = 'drops'" % number)) > 0

    def run_in(size, *options):
        mount(size)
        result = run(*options)
        days = int(cluster.ask(2, "SELECT count() FROM aside.day_edition"))
        return result, days, (result.returncode, result.stderr, sorted(names(folder))[:5], days)

    def is_nothing(result):
        return result.returncode == 74 and is_one_sentence(result) and not names(folder)

    def is_whole(name):
        return names(folder) == names(place.folder / name) and all(
            place.file("small", DAY, file) == place.file(name, DAY, file) for file in REPORT)

    def is_told(result):
        said = [line for line in result.stderr.splitlines() if "not in ClickHouse" in line]
        return result.returncode == 1 and len(said) == 1 and "No space left" in said[0]

    def unmount():
        subprocess.run(["umount", str(folder)], check=True)

    try:
        result, days, found = run_in(256 << 10)
        report.check("an output folder with room for nothing: one sentence, 74, no file left, nothing in ClickHouse",
                     is_nothing(result) and days == 0, found)
        report.note(result.stderr.strip()[:200])
        unmount()
        result, days, found = run_in(room(place.folder / "plain") + (64 << 10))
        report.check("room for the report alone: all of it and 1; nothing in ClickHouse",
                     is_told(result) and is_whole("plain") and days == 0, found)
        report.note(result.stderr.strip()[:200])
        unmount()
        # With pseudonyms the day is worked out once more for ClickHouse, when its report is there.
        result, days, found = run_in(room(place.folder / "pseudonyms") + (64 << 10), *redact)
        report.check("room for a report with pseudonyms alone: all of it and 1; nothing in ClickHouse",
                     is_told(result) and is_whole("pseudonyms") and days == 0, found)
        report.note(result.stderr.strip().splitlines()[0][:250])
        subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
        result = run()
        wanted, shared = exported_drops(place, "once.sqlite"), shared_drops(cluster, 2, "aside")
        different = differences(cluster, 2, "aside", place.folder / copy, DAY_VIEWS)
        hidden = [str(path) for path in folder.rglob(".*")]
        report.check("the next run with room: the report of SQLite, nothing beside it",
                     is_whole("plain") and not hidden, (result.returncode, result.stderr, hidden))
        report.check("and the day with its %d drops in ClickHouse" % len(wanted),
                     result.returncode in (0, 1) and shared == wanted != [] and not different,
                     (result.returncode, result.stderr, len(shared), different))
        unmount()
        plain = room(place.folder / "plain")
        for number, more in enumerate(spares):
            size = plain + (more << 10)
            database = "clickhouse://127.0.0.1:%d/apart%d?copy=%s" % (cluster.http[2], number, place.copy())
            place.run("import", "logs", "--db", database)
            mount(size)
            place.run("report", "--db", "once.sqlite", "--day", DAY, "--out", "small", "--jobs", "2", "--slices", "4")
            fits = is_whole("plain")
            unmount()
            mount(size)
            result = place.run("report", "--db", database, "--day", DAY, "--out", "small", "--jobs", "2", "--slices", "4")
            shared = shared_drops(cluster, 2, "apart%d" % number) if is_shared(number) else []
            report.check("hubs side by side with %d KiB more room: the report where SQLite has it, in ClickHouse all drops or none"
                         % more, (is_whole("plain") or not fits) and (shared == wanted or not shared),
                         (fits, result.returncode, result.stderr, len(shared), sorted(names(folder))[:5]))
            unmount()
    finally:
        subprocess.run(["umount", str(folder)], check=False, stderr=subprocess.DEVNULL)
