"""A folder with logs and the program in it, and what the parts of the check share."""
import csv, io, os, pathlib, shutil, subprocess, tempfile

from cluster import PASSWORD, USER
from views import DROPS, answer, plain

DAY = "2026-03-10"
REPORT = ("report.json", "drops.csv", "report.md")
TRUST = ("CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


class Report:
    def __init__(self):
        self.failed = 0

    def check(self, words, holds, detail=""):
        print(("ok     " if holds else "WRONG  ") + words + ("" if holds or detail == "" else ": %s" % (detail,)), flush=True)
        self.failed += not holds

    def note(self, words):
        print("       " + words, flush=True)


class Place:
    """A folder with logs, twice, and the program in it."""

    def __init__(self, options):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hubdrops-check-cluster-"))
        self.hubdrops = options.hubdrops
        self.copies = 0
        subprocess.run([options.generate, "--quiet", "--date", DAY, "--seed", str(options.seed), "--devices", str(options.devices),
                        "--hub", "PUMPS-WEU", "--hub", "PUMPS-NEU", "--out", str(self.folder / "logs")], check=True)
        shutil.copytree(self.folder / "logs", self.folder / "again")
        self.outputs = []

    def environment(self, user=USER, password=PASSWORD, **more):
        # Whom this machine trusts is no part of the check.
        inherited = {name: value for name, value in os.environ.items() if name not in TRUST}
        return {**inherited, "HUBDROPS_CLICKHOUSE_USER": user, "HUBDROPS_CLICKHOUSE_PASSWORD": password,
                "XDG_STATE_HOME": str(self.folder / "state"), "SWIFT_BACKTRACE": "enable=no", **more}

    def start(self, *words, **variables):
        return subprocess.Popen([self.hubdrops, *map(str, words)], cwd=self.folder, env=self.environment(**variables),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *words, **variables):
        result = subprocess.run([self.hubdrops, *map(str, words)], cwd=self.folder, env=self.environment(**variables),
                                capture_output=True, text=True)
        self.outputs.append(result.stdout + result.stderr)
        return result

    def copy(self):
        """The place of a copy that is not there yet: a machine that has read nothing."""
        self.copies += 1
        return "copy%d.sqlite" % self.copies

    def file(self, *parts):
        return (self.folder.joinpath(*parts)).read_bytes()


def is_one_sentence(result):
    return len(result.stderr.strip().splitlines()) == 1


def exported_drops(place, database):
    """Those that somebody may want to act on, as ClickHouse is to have them."""
    exported = list(csv.reader(io.StringIO(place.run("export", "drops", "--db", database, "--day", DAY).stdout)))[1:]
    return sorted([plain(field) for field in row] for row in exported if row[7] not in ("token-renewal", "clean-close"))


def shared_drops(cluster, node, database):
    return sorted([field if field != "\\N" else "" for field in row]
                  for row in answer(cluster, node, "SELECT %s FROM %s.drops" % (DROPS, database)))


def redaction(place):
    (place.folder / "redact.key").touch(mode=0o600)
    (place.folder / "redact.key").write_text("a key of the check that is long enough")
    return ["--redact", "--redact-key-file", "redact.key"]
