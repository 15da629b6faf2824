"""What every fault needs: a day of logs, a configuration that uses all that a run can do, and the truth to hold it to."""
import contextlib, csv, io, json, os, re, shutil, signal, sqlite3, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = "2026-03-10"
# Seconds that anything may take, on a busy machine as well; what takes longer hangs.
LIMIT = 120


class Wrong(Exception):
    """What was seen is not what has to be."""


class Passed(Exception):
    """A fault that cannot be made here, and why."""


def expect(condition, words):
    if not condition:
        raise Wrong(words)


class Ended:
    """How a run ended: its exit code (negative for a signal) and what it printed."""

    def __init__(self, code, output, errors):
        self.code, self.output, self.errors = code, output, errors

    def __str__(self):
        return "exit %d: %s" % (self.code, self.errors.strip() or "(silent)")

    def sentence(self, code, *words):
        """The one line that tells the operator what happened: it names what, where and what to do."""
        expect(self.code == code, "exit %d expected, got %s" % (code, self))
        for line in self.errors.splitlines():
            if all(word.lower() in line.lower() for word in words):
                expect(line.startswith("hubdrops: "), "a line without the program's name: " + line)
                return line[len("hubdrops: "):]
        raise Wrong("no line names %s: %s" % (", ".join(words), self))


class World:
    """A folder with one generated day, and the answers of a run that nothing disturbed."""

    def __init__(self, hubdrops, generator, folder, devices=300):
        self.hubdrops, self.folder = os.path.abspath(hubdrops), folder
        self.logs = os.path.join(folder, "logs")
        subprocess.run(
            [os.path.abspath(generator), "--quiet", "--out", self.logs, "--date", DAY, "--seed", "3", "--devices",
             str(devices), "--hubs", "2", "--gzip", "--plain-hours", "6-12", "--registry",
             os.path.join(folder, "registry.json")], check=True)
        os.chmod(folder, 0o755)
        self.counts = self.reference(self.logs)
        quiet = self.place("quiet")
        started = time.monotonic()
        ended = quiet.run()
        self.seconds = time.monotonic() - started
        self.code = ended.code
        expect(ended.code in (0, 1), "the undisturbed run: %s" % ended)
        self.report = quiet.report()
        self.drops = quiet.bytes(DAY, "drops.csv")
        self.sentences, self.hook_lines = set(ended.errors.splitlines()), quiet.hook_lines()
        quiet.check()

    @staticmethod
    def reference(logs):
        """The counts by an independent program, which shares nothing with the product."""
        script = os.path.join(HERE, "..", "reference", "counts.py")
        return subprocess.run([sys.executable, script, logs], check=True, capture_output=True, text=True).stdout

    def place(self, name, **options):
        return Place(self, os.path.join(self.folder, name), **options)


def hear_signals():
    """A program that was started by one that ignores or blocks signals does the same unless it is told otherwise."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def end_of(process, seconds=LIMIT):
    """What a run printed; one that does not end in time is ended, with all that it started, and is a fault."""
    try:
        return process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        _, errors = process.communicate()
        raise Wrong("still running after %d seconds: %s" % (seconds, errors.decode(errors="replace")[-400:] or "(silent)"))


class Place:
    """One database, one folder of reports, one mailbox."""

    def __init__(self, world, folder, logs=None, database=None, output=None, owner=None):
        self.world, self.folder = world, folder
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(os.path.join(folder, "state"))
        os.makedirs(os.path.join(folder, "mailbox"))
        self.logs = logs or world.logs
        self.database = database or os.path.join(folder, "state", "hubdrops.sqlite")
        self.output = output or os.path.join(folder, "reports")
        self.metrics = os.path.join(folder, "hubdrops.prom")
        self.hooks = os.path.join(folder, "hooks")
        mailbox = os.path.join(folder, "mailer")
        with open(mailbox, "w") as script:
            # Takes a message as sendmail does: it has it once the file has its name.
            script.write('#!/bin/sh\nset -e\nm=%s/mailbox\ncat >"$m/.$$"\nsleep 0.05\nmv "$m/.$$" "$m/$$.eml"\n' % folder)
        os.chmod(mailbox, 0o755)
        self.configuration = os.path.join(folder, "hubdrops.yaml")
        self.empty = os.path.join(folder, "empty.yaml")
        with open(self.empty, "w"):
            pass
        self.configure()
        if owner is not None:
            for root, folders, files in os.walk(folder):
                for name in [root] + [os.path.join(root, file) for file in files]:
                    os.chown(name, *owner)

    def configure(self, **changes):
        settings = {
            "logs": [self.logs], "database": self.database, "output": self.output, "day": DAY,
            "registry": os.path.join(self.world.folder, "registry.json"), "metrics-file": self.metrics,
            "mail": {"when": "always", "from": "report@example.org", "to": ["ops@example.org"],
                     "sendmail": [os.path.join(self.folder, "mailer")]},
            "on-success": ["/bin/sh", "-c", 'echo "success $HUBDROPS_EXIT" >>%s' % self.hooks],
            "on-failure": ["/bin/sh", "-c", 'echo "failure $HUBDROPS_EXIT" >>%s' % self.hooks],
        }
        for key, value in changes.items():
            settings[key.replace("_", "-")] = value
        with open(self.configuration, "w") as file:
            json.dump({key: value for key, value in settings.items() if value is not None}, file, indent=1)

    def command(self, *words):
        return [self.world.hubdrops, *(words or ("run",)), "--config", self.configuration]

    def start(self, *words, before=(), environment=None):
        return subprocess.Popen(
            [*before, *self.command(*words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C", **(environment or {})},
            preexec_fn=hear_signals, start_new_session=True)

    def run(self, *words, before=(), environment=None, seconds=LIMIT):
        process = self.start(*words, before=before, environment=environment)
        output, errors = end_of(process, seconds)
        return Ended(process.returncode, output.decode(errors="replace"), errors.decode(errors="replace"))

    def bytes(self, *names):
        with open(os.path.join(self.output, *names), "rb") as file:
            return file.read()

    def report(self):
        """The report as data, without the names of places that differ from run to run."""
        return json.loads(self.bytes(DAY, "report.json").decode().replace(self.logs, "LOGS"))

    def mails(self):
        """The bodies of the mails that arrived, by Message-ID."""
        found = {}
        for name in sorted(os.listdir(os.path.join(self.folder, "mailbox"))):
            if name.endswith(".eml"):
                with open(os.path.join(self.folder, "mailbox", name), errors="replace") as file:
                    text = file.read()
                found.setdefault(re.search(r"(?im)^Message-ID:\s*(\S+)", text).group(1), []).append(text)
        return found

    def hook_lines(self):
        with contextlib.suppress(FileNotFoundError):
            with open(self.hooks) as file:
                return file.read().splitlines()
        return []

    def integrity(self):
        """What SQLite and the product's own sums say of the database."""
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            answer = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        expect(answer == ["ok"], "integrity_check: %s" % answer[:3])
        status = self.run("status", "--integrity")
        expect(status.code == 0, "status --integrity: %s %s" % (status, status.output))

    def check(self, mails=1, revised=False):
        """Everything that has to be true after a run that ended well, whatever happened before it.

        Where an earlier run wrote a report of less, this one is a revision of it.
        """
        self.integrity()
        counts = self.run_counts()
        expect(counts == self.world.counts, "counts differ from the reference" + difference(counts, self.world.counts))
        mine, theirs = self.report(), getattr(self.world, "report", None)
        if revised:
            mine = {**mine, **{key: theirs[key] for key in ("revision", "revisionChanges") if key in theirs}}
            mine = {key: value for key, value in mine.items() if key in theirs or key != "revisionChanges"}
        expect(theirs is None or mine == theirs, "the report differs from the undisturbed one" + keys(mine, theirs or {}))
        expect(
            getattr(self.world, "drops", None) in (None, self.bytes(DAY, "drops.csv")),
            "drops.csv differs from the undisturbed one")
        expect(os.readlink(os.path.join(self.output, "latest")) == DAY, "latest points elsewhere")
        for name in ("report.html", "report.md", "summary.eml"):
            expect(len(self.bytes(DAY, name)) > 500, name + " is missing or short")
        left = [name for root, _, names in os.walk(self.folder) for name in names if name.endswith(".hubdrops-tmp")]
        expect(not left, "temporary files are left: %s" % left)
        found = self.mails()
        expect(len(found) == mails, "%d different mails expected, %d came" % (mails, len(found)))

    def run_counts(self):
        """All counts of the database, read without the day that the configuration names."""
        ended = subprocess.run(
            [self.world.hubdrops, "export", "counts", "--db", self.database, "--config", self.empty],
            capture_output=True, text=True, timeout=LIMIT)
        expect(ended.returncode == 0, "export counts: exit %d: %s" % (ended.returncode, ended.stderr))
        return ended.stdout


def difference(mine, theirs):
    """How many records the two answers have, for a message."""
    def records(text):
        rows = list(csv.DictReader(io.StringIO(text)))
        return "%d rows, %d records" % (len(rows), sum(int(row["records"]) for row in rows))
    return ": %s in place of %s" % (records(mine), records(theirs))


def keys(mine, theirs):
    return " in " + ", ".join(sorted(key for key in {*mine, *theirs} if mine.get(key) != theirs.get(key)))


@contextlib.contextmanager
def scratch(parent=None):
    folder = tempfile.mkdtemp(prefix="hubdrops-faults-", dir=parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
