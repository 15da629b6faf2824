"""Everything that is run and measured, each as a whole process or pipeline."""

import datetime
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable

import answers
import days
import measure

HERE = pathlib.Path(__file__).parent
PEERS = HERE / "peers"
RAW = ("CREATE TABLE raw(time TEXT, operation TEXT, level TEXT, code TEXT, device TEXT, module TEXT, protocol TEXT, "
       "address TEXT)")


@dataclass(frozen=True)
class Contender:
    """`once` does the work from a clean state and returns its cost; `includes` says what the work is."""

    name: str
    includes: str
    once: Callable[[], measure.Cost]
    is_slow: bool = False
    is_cold: bool = False


class Workplace:
    """Paths of one benchmark: binaries, logs, and a folder for what the contenders write."""

    def __init__(self, home, hubdrops, python):
        self.home = pathlib.Path(home)
        self.logs = str(self.home / "logs")
        self.hubdrops = str(hubdrops)
        self.python = python
        self.place = self.home / "work"
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()

    def path(self, name):
        return str(self.place / name)

    def fresh(self, name):
        """A path below the folder with nothing there, nor beside it what SQLite or DuckDB leave."""
        for path in self.place.glob(name + "*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return self.path(name)


class Hubdrops:
    """The program under test. The day has a few cut lines, so it ends with 1: done, but input was partly rejected."""

    def __init__(self, work, stored_days, small):
        self.work = work
        self.stored_days = stored_days
        self.small = small
        self.answers = {}

    def contenders(self):
        work = self.work
        result = [
            Contender("hubdrops import", "files to committed database: every record stored once, counted, indexed by time",
                      lambda: self.load(work.logs, "import.db")),
            Contender("hubdrops run", "import, analysis of the day, all reports written and synced", self.first_run),
            Contender("hubdrops run, again", "the same command over the same files and database", self.second_run),
            Contender("hubdrops import, every line new", "import of the day whose records carry a `correlationId` each",
                      lambda: self.load(str(days.all_new(work.home)), "new.db")),
        ]
        result += [
            Contender("hubdrops import, gzip", "the same files, each compressed",
                      lambda: self.load(str(days.gzipped(work.home)), "gzip.db")),
            Contender("hubdrops import, one stream", "the same bytes through a pipe; the cost is that of hubdrops alone",
                      self.load_stream),
            Contender("hubdrops run, 20 ms a sync", "the small day, while each fsync and fdatasync takes 20 ms more",
                      self.slow_disk),
        ]
        result += [
            Contender(f"hubdrops run, again, {count:,} files", "files of 90 days, none of them new",
                      lambda count=count: self.again(count))
            for count in (2_160, 20_000)]
        if os.geteuid() == 0:
            result.append(
                Contender("hubdrops import, cold", "the page cache dropped before it", self.load_cold, is_cold=True))
        if self.stored_days:
            result.append(Contender(
                f"hubdrops import, {self.stored_days} days stored", "import into a database that holds earlier days",
                self.load_after_days))
            result.append(Contender(
                f"hubdrops prune, the oldest of {self.stored_days} days", "its events and counts, in one transaction",
                self.prune_oldest))
        return result

    def load(self, logs, name):
        return self.import_into(self.work.fresh(name), logs)

    def import_into(self, database, logs):
        cost, _ = measure.run([[self.work.hubdrops, "import", logs, "--db", database]], accepted=(0, 1))
        return cost

    def load_stream(self):
        command = [self.work.hubdrops, "import", "-", "--db", self.work.fresh("stream.db")]
        cost, _ = measure.run([["cat", *days.files(self.work.logs)], command], accepted=(0, 1), counted=slice(1, None))
        return cost

    def load_cold(self):
        database = self.work.fresh("cold.db")
        measure.drop_caches()
        return self.import_into(database, self.work.logs)

    def slow_disk(self):
        self.work.fresh("syncs")
        return self.run(self.small / "logs", "syncs", {"LD_PRELOAD": slow_sync(self.work), "SLOW_SYNC_MS": "20"})

    def again(self, count):
        logs = days.hourly(self.small, count)
        # Once before, so that the files are known, and the kernel knows their names.
        self.run(logs, f"hours-{count}")
        return self.run(logs, f"hours-{count}")

    def run(self, logs, name, environment=None):
        command = [self.work.hubdrops, "run", "--logs", str(logs), "--db", self.work.path(name + ".db"), "--out",
                   self.work.path(name + "-reports"), "--day", days.DAY]
        cost, _ = measure.run([command], accepted=(0, 1), environment=environment)
        return cost

    def first_run(self):
        self.work.fresh("run")
        return self.second_run()

    def second_run(self):
        return self.run(self.work.logs, "run")

    def load_after_days(self):
        database = self.work.fresh("later.db")
        shutil.copyfile(self.database_of_days(), database)
        return self.import_into(database, self.work.logs)

    def prune_oldest(self):
        database = self.work.fresh("pruned.db")
        shutil.copyfile(self.database_of_days(), database)
        # The oldest day ends here (see database_of_days); lengths count back from now.
        end = datetime.datetime.fromisoformat(days.DAY + "T00:00:00+00:00") - datetime.timedelta(days=self.stored_days)
        hours = int((datetime.datetime.now(datetime.timezone.utc) - end).total_seconds() / 3600)
        command = [self.work.hubdrops, "prune", "--db", database, "--keep-events", f"{hours}h", "--keep-counts", f"{hours}h"]
        cost, _ = measure.run([command])
        return cost

    def database_of_days(self):
        """A database of the days before the day; kept until another hubdrops is measured."""
        with open(self.work.hubdrops, "rb") as binary:
            mark = hashlib.file_digest(binary, "sha256").hexdigest()[:16]
        database = self.work.home / f"days-{self.stored_days}-{mark}.sqlite"
        if database.exists():
            return database
        for old in self.work.home.glob("days-*"):
            old.unlink()
        days.say(f"storing {self.stored_days} earlier days")
        unfinished = self.work.fresh("days.db")
        for back in range(self.stored_days + 1, 1, -1):
            folder = days.shifted(self.work.home, back, self.work.fresh("earlier"))
            self.import_into(unfinished, folder)
        self.work.fresh("earlier")
        os.rename(unfinished, database)
        return database

    def answer(self, name):
        """The counts of the day in a database that a contender left, as an answer."""
        exported, answer = self.work.path(name + ".csv"), self.work.path(name + ".tsv")
        command = [self.work.hubdrops, "export", "counts", "--db", self.work.path(name), "--day", days.DAY]
        measure.run([command], accepted=(0, 1), output=exported)
        # Turning the rows of a large day into an answer takes longer than all else here: done once for equal rows.
        mark = days.digest([pathlib.Path(exported)])
        if mark not in self.answers:
            answers.from_csv(exported, answer)
            self.answers[mark] = answer
        os.remove(exported)
        return self.answers[mark]


class DuckDB:
    def __init__(self, work):
        self.work = work

    def version(self):
        return first_line([self.work.python, "-c", "import duckdb; print(duckdb.__version__)"])

    def contenders(self):
        work = self.work
        return [
            Contender("DuckDB query", "DISTINCT and counts of error records straight from the files; nothing stored",
                      lambda: self.once("query", work.logs)),
            Contender("DuckDB narrow load", "DISTINCT records, eight columns, and the counts, stored in a file",
                      lambda: self.once("load", work.logs, "--db", work.fresh("load.duckdb"))),
            Contender("DuckDB wide load", "the same with all columns that hubdrops keeps",
                      lambda: self.once("wide", work.logs, "--db", work.fresh("wide.duckdb"))),
            Contender("DuckDB narrow load, every line new", "from the day whose records carry a `correlationId` each",
                      lambda: self.once("load", str(days.all_new(work.home)), "--db", work.fresh("new.duckdb"))),
        ]

    def once(self, *arguments):
        cost, _ = measure.run([[self.work.python, str(PEERS / "duckdb_peer.py"), *arguments]])
        return cost

    def answer(self, mode):
        """What a mode answers, from a run of its own that is not timed."""
        exported, answer = self.work.path(f"duckdb-{mode}.csv"), self.work.path(f"duckdb-{mode}.tsv")
        self.once(mode, self.work.logs, "--answer", exported)
        answers.from_csv(exported, answer)
        return answer


class Cat:
    """The least that reading takes: every byte once, from a cold page cache."""

    def __init__(self, work):
        self.work = work

    def contenders(self):
        return [Contender("cat, cold", "the bytes read and thrown away, the page cache dropped before it", self.once,
                          is_cold=True)]

    def once(self):
        measure.drop_caches()
        cost, _ = measure.run([["cat", *days.files(self.work.logs)]], output=os.devnull)
        return cost


class GoAccess:
    def __init__(self, work):
        self.work = work

    def version(self):
        return first_line(["goaccess", "--version"]).removeprefix("GoAccess - ").rstrip(".")

    def contenders(self):
        return [Contender("GoAccess", "HTML report of lines read as requests; repeated records counted again, nothing stored",
                          lambda: self.report("goaccess.html"), is_slow=True)]

    def report(self, name):
        command = ["goaccess", *days.files(self.work.logs), "-p", str(PEERS / "goaccess.conf"), "--no-global-config",
                   "--no-progress", "--invalid-requests", self.work.fresh("goaccess-rejects"), "-o", self.work.fresh(name)]
        cost, _ = measure.run([command])
        return cost


class JQ:
    def __init__(self, work):
        self.work = work

    def version(self):
        return first_line(["jq", "--version"]).removeprefix("jq-") + " and " + first_line(["sqlite3", "--version"]).split()[0]

    def contenders(self):
        return [Contender("jq and sqlite3", "DISTINCT records, eight columns, and the counts, stored in SQLite", self.once,
                          is_slow=True)]

    def once(self):
        read = ["jq", "-R", "-r", "-f", str(PEERS / "rows.jq"), *days.files(self.work.logs)]
        store = ["sqlite3", "-cmd", RAW, "-cmd", ".mode tabs", "-cmd", ".import /dev/stdin raw", self.work.fresh("jq.db"),
                 f".read {PEERS / 'counts.sql'}"]
        cost, _ = measure.run([read, store])
        return cost

    def answer(self):
        exported, answer = self.work.path("jq.csv"), self.work.path("jq.tsv")
        measure.run([["sqlite3", "-csv", "-header", self.work.path("jq.db"), "SELECT * FROM counts"]], output=exported)
        answers.from_csv(exported, answer)
        return answer


def slow_sync(work):
    """A library that makes every sync wait; it is loaded before the C library's own."""
    library = work.path("slow_sync.so")
    if not os.path.exists(library):
        subprocess.run(["clang", "-shared", "-fPIC", "-O1", "-o", library, PEERS / "slow_sync.c"], check=True)
    return library


def first_line(command):
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text.splitlines()[0].strip()


def python_with_duckdb(data):
    """The interpreter that has DuckDB: of `make bench-deps`, else the one that runs this; None without."""
    for python in (str(pathlib.Path(data) / "venv" / "bin" / "python"), sys.executable):
        if shutil.which(python) and subprocess.run([python, "-c", "import duckdb"], capture_output=True).returncode == 0:
            return python
    return None
