"""Disks that are full, closed or broken, and rights that are missing."""
import contextlib, os, re, shutil, stat, subprocess

from kills import mounted
from world import DAY, Passed, Wrong, expect

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def full_database(world):
    """The disk of the database fills up during the import; once it has room the next run does everything."""
    target = os.path.join(world.folder, "small")
    os.makedirs(target, exist_ok=True)
    with mounted(["-t", "tmpfs", "-o", "size=300k", "none"], target):
        place = world.place("full", database=os.path.join(target, "hubdrops.sqlite"))
        sentence = place.run().sentence(74, place.database, "disk is full", "free some space")
        expect(not os.path.exists(os.path.join(place.output, DAY, "report.html")), "a report of nothing was written")
        expect(place.hook_lines() == ["failure 74"], "hooks: %s" % place.hook_lines())
        subprocess.run(["mount", "-o", "remount,size=64m", target], check=True)
        expect(place.run().code == world.code, "the run after the disk had room")
        place.check()
    return sentence


def full_output(world):
    """The disk of the reports is full: the records are safe, and the report of yesterday is as it was."""
    target = os.path.join(world.folder, "small")
    os.makedirs(target, exist_ok=True)
    with mounted(["-t", "tmpfs", "-o", "size=200k", "none"], target):
        place = world.place("full-output", output=os.path.join(target, "reports"))
        sentence = place.run().sentence(74, target, "No space left on device", "free some space")
        expect(place.run_counts() == world.counts, "records were lost with the report")
        expect(not place.mails(), "a mail of a report that was not written")
        subprocess.run(["mount", "-o", "remount,size=64m", target], check=True)
        expect(place.run().code in (0, world.code), "the run after the disk had room")
        place.check()
    return sentence


def file_size_limit(world):
    """`ulimit -f`: an error like a full disk, not a death by signal."""
    limit = ["prlimit", "--fsize=200000"]
    alone = subprocess.run([*limit, world.hubdrops, "--version"], capture_output=True, text=True)
    if "ThreadSanitizer" in alone.stderr:
        raise Passed("ThreadSanitizer maps a larger file before the program begins")
    place = world.place("limit")
    ended = place.run(before=limit)
    sentence = ended.sentence(74, "hubdrops.sqlite")
    expect(place.run().code == world.code, "the run without the limit")
    place.check()
    return sentence


@contextlib.contextmanager
def closed(folder):
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def closed_database(world):
    """The folder of the database is on a file system that is mounted read-only."""
    place = world.place("closed")
    with closed(os.path.dirname(place.database)):
        first = place.run().sentence(73, os.path.dirname(place.database), "read-only")
    expect(place.run().code == world.code, "the run after the folder was open")
    with closed(os.path.dirname(place.database)):
        place.run().sentence(73, os.path.dirname(place.database), "read-only")
        # Reading needs no right to write.
        place.integrity()
        expect(place.run_counts() == world.counts, "counts of a database on a closed disk")
        output = os.path.join(world.folder, "elsewhere")
        again = place.run("report", "--out", output)
        expect(again.code in (0, world.code), "report from a database on a closed disk: %s" % again)
        with open(os.path.join(output, DAY, "report.json")) as file:
            expect(len(file.read()) > 1000, "an empty report")
        shutil.rmtree(output)
    place.check()
    return first


def closed_output(world):
    place = world.place("closed-output")
    os.makedirs(place.output)
    with closed(place.output):
        sentence = place.run().sentence(73, place.output, "read-only file system", "choose another folder")
    expect(place.run().code in (0, world.code), "the run after the folder was open")
    place.check()
    return sentence


def forbidden(world):
    """Each thing a run touches, out of reach of its user."""
    sentences = []

    def attempt(name, code, *words, prepare=lambda place: None, settings=None, then=lambda: None, revised=False):
        place = world.place("forbidden", owner=(65534, 65534))
        if settings:
            place.configure(**settings)
        prepare(place)
        ended = place.run(before=NOBODY)
        sentences.append("%s: %s" % (name, ended.sentence(code, *words)))
        for root, folders, files in os.walk(place.folder):
            for entry in [root] + [os.path.join(root, file) for file in files]:
                os.chown(entry, 65534, 65534)
                os.chmod(entry, os.stat(entry).st_mode | stat.S_IRWXU)
        place.configure()
        then()
        ended = place.run(before=NOBODY)
        expect(ended.code in (0, world.code), "%s: the run with its rights back: %s" % (name, ended))
        # Where the report of less was mailed, its correction is too.
        place.check(mails=2 if revised else 1, revised=revised)

    def lock(path, mode=0):
        def prepare(place):
            os.chown(path(place), 0, 0)
            os.chmod(path(place), mode)
        return prepare

    state = lambda place: os.path.dirname(place.database)
    attempt("database folder", 73, "hubdrops.sqlite", "permission denied", prepare=lock(state, 0o755))
    attempt("configuration", 78, "hubdrops.yaml", "permission", prepare=lock(lambda place: place.configuration))
    attempt(
        "reports folder", 73, "reports", "permission denied", "give this user the right",
        prepare=lambda place: (os.makedirs(place.output), lock(lambda place: place.output, 0o755)(place)))
    secret = os.path.join(world.folder, "secret")
    os.makedirs(secret, exist_ok=True)
    shutil.copy(os.path.join(world.folder, "registry.json"), secret)
    os.chmod(secret, 0o700)
    attempt("registry", 1, "secret/registry.json", "permission",
            settings={"registry": os.path.join(secret, "registry.json")})
    # A folder that could not be listed is named until it is, or is gone.
    attempt("logs", 1, "secret", "permission denied", settings={"logs": [secret]}, then=lambda: shutil.rmtree(secret), revised=True)

    # One log file of many: the run goes on, names the file, and says by its code that something is missing.
    place = world.place("forbidden", logs=os.path.join(world.folder, "forbidden-logs"), owner=(65534, 65534))
    shutil.rmtree(place.logs, ignore_errors=True)
    shutil.copytree(world.logs, place.logs)
    one = log_files(place.logs)[8]
    os.chmod(one, 0)
    sentences.append("one log: " + place.run(before=NOBODY).sentence(1, one, "permission denied"))
    os.chmod(one, 0o644)
    expect(place.run(before=NOBODY).code == world.code, "the run with the log back")
    expect(place.run_counts() == world.counts, "counts after the log came back")
    place.integrity()
    return "; ".join(sentences)


def log_files(folder):
    return sorted(os.path.join(root, name) for root, _, names in os.walk(folder) for name in names)


def order_of_telling(world):
    """Acknowledged means durable: what a run tells the outside comes after the disk has it."""
    place = world.place("order")
    trace = os.path.join(world.folder, "order.trace")
    ended = place.run(before=[
        "strace", "-f", "-qq", "-y", "-s", "200", "-o", trace, "-e",
        "trace=fsync,fdatasync,pwrite64,write,rename,execve,unlink,symlink"])
    expect(ended.code == world.code, "the traced run: %s" % ended)
    dirty, synced, told = {}, set(), []
    with open(trace, errors="replace") as file:
        for line in file:
            written = re.match(r"\d+ +(?:pwrite64|write)\(\d+<([^>]+)>", line)
            flushed = re.match(r"\d+ +(?:fsync|fdatasync)\(\d+<([^>]+)>", line)
            renamed = re.match(r'\d+ +rename\("([^"]+)", "([^"]+)"\)', line)
            if written and is_kept(place, written.group(1)):
                dirty[written.group(1)] = True
            elif flushed:
                dirty.pop(flushed.group(1), None)
                synced.add(flushed.group(1))
            elif renamed and is_kept(place, renamed.group(2)):
                source, target = renamed.groups()
                if not source.endswith(".part"):
                    expect(source in synced or "latest" in target, "%s got its name before it was on disk" % target)
            if re.match(r"\d+ +execve\(\"[^\"]*mailer\"", line) or (renamed and renamed.group(2) == place.metrics):
                left = [name for name in dirty if "hubdrops.sqlite" in name and ".lock" not in name]
                expect(not left, "told the outside while %s was not on disk" % left)
                told.append("mail" if "mailer" in line else "metrics")
    expect(told == ["mail", "metrics"], "told: %s" % told)
    return "database on disk before mail and metrics; every file synced before its name"


def is_kept(place, path):
    return path.startswith(place.folder) and "/mailbox/" not in path
