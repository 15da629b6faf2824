#!/usr/bin/env python3
"""Reads a storage account with the program and compares: events, bytes that moved, what is said, what must not be said.

    check_run.py HUBDROPS GENERATE [--quick] [--speed]

`--quick` leaves out the kills and what takes minutes; `--speed` measures processor time and speed against files, with 30 ms of
latency and 60 MB/s a connection. Prints a line for each point; ends with 1 where one fails.
"""
import datetime, json, os, pathlib, random, re, resource, shutil, signal, sqlite3, statistics, subprocess, sys, tempfile, time, urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from account import Account, Report, arguments

EVENTS = "SELECT time, hub, device, module, operation, level, code, description, protocol, sdk, authentication, address FROM events"
PREFIX = "resourceId=/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/"


class Place:
    """A folder with what a run needs, and the program in it."""

    def __init__(self, hubdrops):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hubdrops-sources-"))
        self.hubdrops = hubdrops
        self.account = None

    def run(self, *words, environment=(), keyed=True):
        # Neither an identity of this machine nor anybody's login takes part.
        all = {**os.environ, "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1", **dict(environment)}
        if keyed and self.account and not environment:
            all.update(AZURE_STORAGE_ACCOUNT="acct", AZURE_STORAGE_KEY=self.account.key)
        return subprocess.run([self.hubdrops, *words], cwd=self.folder, env=all, capture_output=True, text=True)

    def events(self, database):
        # What the order of reading decides, such as the numbers of devices, is none of a record's.
        connection = sqlite3.connect(self.folder / database)
        rows = sorted(connection.execute(EVENTS).fetchall())
        connection.close()
        return rows

    def value(self, database, sql):
        connection = sqlite3.connect(self.folder / database)
        value = connection.execute(sql).fetchone()[0]
        connection.close()
        return value


def make_days(generate, folder, devices):
    """A night of a fleet, in blobs of hours."""
    subprocess.run([generate, "--quiet", "--no-noise", "--date", "2026-03-10", "--seed", "10", "--devices", str(devices), "--out", str(folder)], check=True)


def secrets_in(place, results, secret):
    """Where a secret can be read, as it was written or decoded."""
    forms = {secret, urllib.parse.unquote(secret)}
    found = [name for name, text in results if any(form in text for form in forms)]
    for path in place.folder.rglob("*"):
        if path.is_file() and any(form.encode() in path.read_bytes() for form in forms):
            found.append(str(path))
    return found


def check_events(place, account, report, files):
    place.run("import", str(files), "--db", "files.sqlite")
    expected = place.events("files.sqlite")
    account.set(page=7, every=3)
    result = place.run("import", account.url(), "--db", "h.sqlite")
    report.check("every third request refused: %d events, as from files" % len(expected),
                 result.returncode == 0 and place.events("h.sqlite") == expected and len(expected) > 1000, result.stderr)
    account.set()
    account.forget()
    result = place.run("import", account.url(), "--db", "h.sqlite")
    moved = account.requests()
    report.check("a second run moves no byte of a blob", result.returncode == 0 and all("comp=list" in r["path"] for r in moved), moved[:3])
    name = max((path for path in account.path("").rglob("*.json")), key=lambda path: str(path))
    size = name.stat().st_size
    tail = name.read_bytes()[-40000:]
    new = tail[tail.index(b"\n") + 1:].replace(b"\"time\":\"2026-03-1", b"\"time\":\"2026-03-2")
    account.append(new, name.relative_to(account.path("")))
    account.forget()
    result = place.run("import", account.url(), "--db", "h.sqlite")
    moved = sum(r["bytes"] for r in account.requests() if "comp=list" not in r["path"])
    report.check("growth moves the new bytes and at most four times 64 KiB", result.returncode == 0 and len(new) <= moved <= len(new) + 4 * 65536,
                 (len(new), moved, size))
    place.run("import", str(files), "--db", "files.sqlite")
    report.check("after it the events are those of the files", place.events("h.sqlite") == place.events("files.sqlite"))
    return expected


def check_reports(place, account, report, files):
    """The report of a day from a container and from files differs in nothing but the names of the files."""
    arguments = ["--day", "2026-03-10", "--out"]
    one = place.run("run", "--logs", account.url(), "--db", "one.sqlite", *arguments, "one")
    two = place.run("run", "--logs", str(files), "--db", "two.sqlite", *arguments, "two")
    drops = [(place.folder / name / "2026-03-10" / "drops.csv").read_bytes() for name in ("one", "two")]
    report.check("drops.csv is the same from a container and from files", drops[0] == drops[1] and len(drops[0]) > 1000,
                 one.stderr + two.stderr)
    # Files have a path, blobs an address.
    pages = [json.loads((place.folder / name / "2026-03-10" / "report.json").read_text().replace(start, ""))
             for name, start in [("one", account.url()), ("two", str(files))]]
    other = sorted(key for key in pages[0].keys() | pages[1].keys() if pages[0].get(key) != pages[1].get(key))
    report.check("and so is report.json, but for where its files are", not other and len(pages[0]) > 10, other)


def check_refusals(place, account, report):
    for words, fault, sentence in [
        ("404", {"status": 404, "code": "BlobNotFound"}, "is gone"), ("409", {"status": 409, "code": "BlobArchived"}, "is archived"),
        ("412", {"status": 412, "code": "ConditionNotMet"}, "was replaced"), ("416", {"how": "shrink"}, "shorter"),
        ("403", {"status": 403, "code": "AuthorizationFailure"}, "firewall"),
    ]:
        account.set(faults=[{"match": "h=05", **fault}])
        database = words + ".sqlite"
        result = place.run("import", account.url(), "--db", database)
        hours = place.value(database, "SELECT count(*) FROM files")
        report.check("%s of one hour: named, and the others are read" % words,
                     result.returncode == 1 and sentence in result.stderr and "h=05" in result.stderr and hours == len(account.blobs()) - account.count("h=05"),
                     (result.returncode, result.stderr, hours))
        account.set()
        result = place.run("import", account.url(), "--db", database)
        report.check("%s: the next run reads it" % words,
                     result.returncode == 0 and place.value(database, "SELECT count(*) FROM unreadable") == 0, result.stderr)
    account.set(faults=[{"match": "comp=list", "status": 403, "code": "AuthorizationPermissionMismatch"}])
    result = place.run("import", account.url(), "--db", "list.sqlite")
    report.check("a list that is refused: one sentence, and what to do",
                 result.returncode == 1 and len(result.stderr.splitlines()) == 1 and "Storage Blob Data Reader" in result.stderr, result.stderr)
    account.set()


def check_half_way(place, account, report, expected):
    """A signature that ends while the run reads: what is missing is named, and the next run has it."""
    account.set(latency=0.7)
    result = place.run("import", account.url() + "?" + account.sas(3), "--db", "half.sqlite")
    some = place.value("half.sqlite", "SELECT count(*) FROM files")
    report.check("a SAS that ends half way: %d of %d blobs read, the rest named" % (some, len(account.blobs())),
                 result.returncode == 1 and 0 < some < len(account.blobs()) and "the SAS ended at" in result.stderr, result.stderr[-400:])
    report.check("and in few lines", len(result.stderr.splitlines()) <= 5, result.stderr)
    account.set()
    result = place.run("import", account.url() + "?" + account.sas(), "--db", "half.sqlite")
    report.check("with a new one the rest is read", result.returncode == 0 and place.events("half.sqlite") == expected, result.stderr)


def check_tokens(place, account, report, expected):
    """Tokens that last for less than the run."""
    host = "http://127.0.0.1:%d" % account.port
    account.set(life=302, latency=0.7)
    account.forget()
    result = place.run("import", account.url(), "--db", "token.sqlite", environment={"AZURE_POD_IDENTITY_AUTHORITY_HOST": host})
    asked = sum("/metadata/" in r["path"] for r in account.requests())
    report.check("a token that ends within the run is renewed (%d tokens)" % asked,
                 result.returncode == 0 and asked > 1 and place.events("token.sqlite") == expected, result.stderr)
    account.set()


def check_secrets(place, account, report, expected):
    """No secret in anything that is written or that the system shows."""
    sas = account.sas()
    signature = re.search("sig=([^&]+)", sas).group(1)
    account.set(latency=0.05, faults=[{"match": "h=05", "status": 403, "code": "AuthenticationFailed"}])
    (place.folder / "hook").write_text("#!/bin/sh\nenv | grep HUBDROPS > hook.txt\n")
    os.chmod(place.folder / "hook", 0o755)
    (place.folder / "hubdrops.yaml").write_text(
        "mail: {from: a@example.org, to: [b@example.org], smtp: {host: 127.0.0.1, port: 1, tls: none}}\non-success: ./hook\non-failure: ./hook\n")
    words = ["run", "--config", "hubdrops.yaml", "--logs", account.url() + "?" + sas, "--db", "s.sqlite", "--out", "s", "--day", "2026-03-10"]
    process = subprocess.Popen([place.hubdrops, *words], cwd=place.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seen = []
    time.sleep(0.2)
    while process.poll() is None:
        try:
            seen.append(pathlib.Path("/proc/%d/cmdline" % process.pid).read_bytes())
        except OSError:
            break
        time.sleep(0.02)
    output, errors = process.communicate()
    forms = {signature.encode(), urllib.parse.unquote(signature).encode()}
    shown = [text for text in seen if any(form in text for form in forms)]
    report.check("the process list shows no signature (looked %d times)" % len(seen), len(seen) > 3 and not shown)
    rest = [place.run(*words, keyed=False) for words in (
        ["check", "--config", "hubdrops.yaml"], ["status", "--db", "s.sqlite"], ["import", account.url() + "?" + sas + "x", "--db", "s.sqlite"])]
    texts = [("output", output), ("errors", errors)] + [(str(r.args), r.stdout + r.stderr) for r in rest]
    found = secrets_in(place, texts, signature)
    report.check("nor does anything that is printed or written", not found and (place.folder / "s.sqlite.outbox").exists(), found)
    found = []
    for name, value in [("AZURE_STORAGE_SAS_TOKEN", sas), ("AZURE_STORAGE_KEY", account.key),
                        ("AZURE_STORAGE_CONNECTION_STRING", "AccountName=acct;AccountKey=" + account.key)]:
        result = place.run("run", "--logs", account.url(), "--db", "k.sqlite", "--out", "k", "--day", "2026-03-10",
                           environment={name: value, "AZURE_STORAGE_ACCOUNT": "acct"})
        secret = signature if "sig=" in value else account.key
        found += secrets_in(place, [(name, result.stdout + result.stderr)], secret)
    found += secrets_in(place, [], "TOKENOFNOBODY")
    report.check("neither a key nor a token is in anything that is printed or written", not found, found)
    account.set()


def check_stall(place, account, report, expected):
    account.set(faults=[{"match": "h=05", "how": "stall", "times": 1}])
    start = time.monotonic()
    result = place.run("import", account.url(), "--db", "stall.sqlite")
    report.check("a connection that stalls ends after 20 s and is tried again (%d s)" % (time.monotonic() - start),
                 result.returncode == 0 and place.events("stall.sqlite") == expected, result.stderr)
    account.set()


def check_kills(place, account, report, expected, kills):
    generator = random.Random(7)
    account.set(latency=0.03)
    environment = {**os.environ, "AZURE_STORAGE_ACCOUNT": "acct", "AZURE_STORAGE_KEY": account.key}
    lost = 0
    for number in range(kills):
        database = "kill%d.sqlite" % (number % 4)
        process = subprocess.Popen([place.hubdrops, "import", account.url(), "--db", database], cwd=place.folder, env=environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(generator.uniform(0.02, 0.8))
        process.send_signal(signal.SIGKILL)
        process.wait()
    account.set()
    for number in range(4):
        place.run("import", account.url(), "--db", "kill%d.sqlite" % number)
        lost += place.events("kill%d.sqlite" % number) != expected
    report.check("%d kills: nothing lost, nothing double" % kills, lost == 0)


def measure(place, words, environment):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(["/usr/bin/env", "time", "-f", "%M", place.hubdrops, *words], cwd=place.folder,
                               env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True)
    errors = process.communicate()[1]
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(errors.split()[-1]) / 1024


def check_speed(place, account, report, generate):
    environment = {"AZURE_STORAGE_ACCOUNT": "acct", "AZURE_STORAGE_KEY": account.key}
    shutil.rmtree(account.path(""))
    account.path("").mkdir()
    make_days(generate, account.path(""), 45_000)
    size = sum(path.stat().st_size for path in account.blobs())
    files, blobs, far = [], [], []
    for round in range(7):
        account.set()
        files.append(measure(place, ["import", str(account.path("")), "--db", "sf%d.sqlite" % round], environment))
        blobs.append(measure(place, ["import", account.url(), "--db", "sb%d.sqlite" % round], environment))
        account.set(latency=0.03, rate=60_000_000)
        far.append(measure(place, ["import", account.url(), "--db", "sx%d.sqlite" % round], environment))
        print("       files %.2f s (CPU %.2f); blobs %.2f s (CPU %.2f), peak %.0f MiB; far %.2f s, peak %.0f MiB"
              % (*files[-1][:2], *blobs[-1], far[-1][0], far[-1][2]), flush=True)
    account.set()
    ratio = statistics.median(blob[1] for blob in blobs) / statistics.median(file[1] for file in files)
    report.check("%.0f MB from a container: %.2f times the processor time of files, 1.6 at most" % (size / 1e6, ratio), ratio <= 1.6)
    peak = max(run[2] for run in blobs + far)
    report.check("a peak of %.0f MiB, under 256" % peak, peak < 256)
    one = size / 60e6 + 0.03 * len(account.blobs())
    speed = one / statistics.median(run[0] for run in far)
    report.check("with 30 ms and 60 MB/s a connection %.1f times the %.1f s of one connection, 4 at least" % (speed, one), speed >= 4)


def main():
    options = arguments()
    report = Report()
    place = Place(options.hubdrops)
    try:
        with Account() as account:
            place.account = account
            if options.speed:
                check_speed(place, account, report, options.generate)
                report.end()
            make_days(options.generate, account.path(""), 300)
            check_reports(place, account, report, account.path(""))
            expected = check_events(place, account, report, account.path(""))
            expected = place.events("h.sqlite")
            check_refusals(place, account, report)
            check_half_way(place, account, report, expected)
            check_tokens(place, account, report, expected)
            check_secrets(place, account, report, expected)
            if not options.quick:
                check_stall(place, account, report, expected)
                check_kills(place, account, report, expected, 20)
    finally:
        shutil.rmtree(place.folder)
    report.end()


if __name__ == "__main__":
    main()
