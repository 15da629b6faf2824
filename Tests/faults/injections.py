"""Errors that the kernel answers with, at calls spread over all that an undisturbed run makes."""
import dataclasses, glob, os, re, shutil

from world import DAY, Wrong, expect

# For each call: what the kernel may answer, and how many places of a run to try.
ERRORS = {
    "openat": (("EMFILE", "EIO", "EACCES"), 8), "read": (("EIO", "EINTR"), 8), "getdents64": (("EIO", "ENOENT"), 6),
    "newfstatat": (("EIO", "EACCES"), 8), "readlink": (("EIO",), 4), "mmap": (("ENOMEM",), 8),
    "clone3": (("EAGAIN",), 8), "close": (("EIO",), 6), "poll": (("EINTR", "ENOMEM"), 4),
    "pwrite64": (("EIO", "ENOSPC"), 6), "pread64": (("EIO",), 6), "write": (("ENOSPC", "EIO"), 6),
    "fsync": (("EIO",), 8), "fdatasync": (("EIO",), 5), "ftruncate": (("EIO",), 2), "flock": (("ENOLCK",), 4),
    "fcntl": (("ENOLCK",), 5), "rename": (("EIO", "ENOSPC"), 5), "unlink": (("EIO",), 4), "mkdir": (("ENOSPC",), 4),
    "symlink": (("EIO",), 1), "pipe2": (("EMFILE",), 2), "wait4": (("EINTR",), 3), "lseek": (("EIO",), 3),
    "fchmod": (("EPERM",), 1), "socket": (("EMFILE",), 2),
}
# From one place on the kernel answers no more: a disk that is gone, memory or threads that are used up.
LASTING = ("openat", "mmap", "clone3", "write", "pwrite64", "fsync", "fdatasync")
SHORT = [("getdents64", "EIO"), ("pwrite64", "EIO"), ("fsync", "EIO"), ("openat", "EIO"), ("read", "EIO"), ("newfstatat", "EIO")]
# Without memory Swift ends by a signal: loud, and no more than a kill to the database.
MAY_DIE = ("mmap",)
# A traced run of a second may take so long: a mail command that fails is tried again after 5, 30 and 120 seconds.
SECONDS = 240


@dataclasses.dataclass
class Injection:
    call: str
    error: str
    when: str

    def __str__(self):
        return "%s %s at %s" % (self.call, self.error, self.when)

    def words(self, trace):
        return ["strace", "-f", "-ff", "--seccomp-bpf", "-qq", "-o", trace, "-e", "trace=%s,%s" % (self.call, FAMILY),
                "-e", "inject=%s:error=%s:when=%s" % (self.call, self.error, self.when)]


# What tells the threads of the program from the programs that it starts, and where its own code begins.
FAMILY = "execve,clone,clone3,vfork,rt_sigaction"
OWN = re.compile(r"rt_sigaction\(SIGXFSZ, \{sa_handler=SIG_IGN")


class Trace:
    """What `strace -ff` wrote, a file for each thread: which of them are the program's, and what happened in each."""

    def __init__(self, prefix):
        self.lines = {}
        for path in glob.glob(glob.escape(prefix) + ".*"):
            with open(path, errors="replace") as file:
                self.lines[int(path.rpartition(".")[2])] = file.read().splitlines()
            os.remove(path)
        # Its first own call: no other program here makes it.
        self.main = next((number for number, lines in self.lines.items() if any(map(OWN.match, lines))), None)
        self.threads, added = {self.main}, {self.main}
        while added:
            added = {child for thread in added for child in self.started(thread)} - self.threads
            self.threads |= added

    def started(self, thread):
        for line in self.lines.get(thread, ()):
            found = re.match(r"clone3?\(.*CLONE_THREAD.* = (\d+)$", line)
            if found:
                yield int(found.group(1))

    def injected(self, call):
        """How often the call was answered with an error in the program itself, and in what it started."""
        own = others = 0
        for thread, lines in self.lines.items():
            hits = sum(line.startswith(call + "(") and line.endswith("(INJECTED)") for line in lines)
            own, others = (own + hits, others) if thread in self.threads else (own, others + hits)
        return own, others

    def positions(self, call):
        """From which number of the call on it is not the loader's, and the highest number in any thread."""
        loader, highest = 0, 0
        for thread in self.threads:
            begun, count = thread != self.main, 0
            for line in self.lines.get(thread, ()):
                begun = begun or bool(OWN.match(line))
                if line.startswith(call + "("):
                    count += 1
                    loader = max(loader, count) if not begun else loader
            highest = max(highest, count)
        return loader + 1, highest


def injections(world, short=False):
    """Which calls to refuse, spread over those of an undisturbed run."""
    trace = traced(world, ",".join([*ERRORS, FAMILY]))
    if short:
        for call, error in SHORT:
            first, last = trace.positions(call)
            if last >= first:
                yield Injection(call, error, str((first + last) // 2))
        return
    for call, (errors, tries) in ERRORS.items():
        first, last = trace.positions(call)
        places = sorted({first + round(index * (last - first) / max(1, tries - 1)) for index in range(tries)})
        for error in errors if last >= first else ():
            for when in places:
                yield Injection(call, error, str(when))
            if call in LASTING:
                for when in {first, (first + last) // 2}:
                    yield Injection(call, error, "%d+" % when)


def traced(world, calls):
    place = world.place("traced")
    prefix = os.path.join(world.folder, "trace")
    ended = place.run(before=["strace", "-f", "-ff", "--seccomp-bpf", "-qq", "-o", prefix, "-e", "trace=" + calls])
    expect(ended.code == world.code, "the traced run: %s" % ended)
    trace = Trace(prefix)
    expect(trace.main is not None, "the trace names no hubdrops")
    return trace


@dataclasses.dataclass
class Row:
    """What came of one kind of error."""
    runs: int = 0
    happened: int = 0
    elsewhere: int = 0
    failed: int = 0
    named: int = 0
    unharmed: int = 0
    died: int = 0
    wrong: int = 0


def injected(world, short=False):
    """Nothing lost, nothing double, nothing silent, nothing hanging; the next run repairs."""
    rows, wrongs = {}, []
    for injection in injections(world, short):
        row = rows.setdefault("%s %s" % (injection.call, injection.error), Row())
        row.runs += 1
        try:
            one_injection(world, injection, row)
        except Wrong as wrong:
            row.wrong += 1
            wrongs.append("%s: %s" % (injection, wrong))
            print("       WRONG  " + wrongs[-1][:1500], flush=True)
    happened = sum(row.happened for row in rows.values())
    if not short:
        print(table(rows), flush=True)
    missed = [name for name, row in rows.items() if not row.happened and not row.wrong]
    expect(not short or not missed, "no error was injected into the program for " + ", ".join(missed))
    expect(not wrongs, "%d of %d injections: %s" % (len(wrongs), happened, "; ".join(wrong[:200] for wrong in wrongs)))
    return "%d runs, an error in the program itself in %d of them, all repaired" % (
        sum(row.runs for row in rows.values()), happened)


def table(rows):
    lines = ["       | error | runs | happened | only in a child | failed and said so | went on and named it | unharmed | died | wrong |",
             "       |---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for name, row in rows.items():
        lines.append("       | %s | %s |" % (name, " | ".join(str(value) for value in dataclasses.astuple(row))))
    return "\n".join(lines)


def one_injection(world, injection, row):
    place = world.place("injected")
    prefix = os.path.join(world.folder, "trace")
    try:
        ended = place.run(before=injection.words(prefix), seconds=SECONDS)
    finally:
        own, others = Trace(prefix).injected(injection.call)
        row.happened += own > 0
        row.elsewhere += own == 0 and others > 0
    said = [line for line in ended.errors.splitlines() if line.startswith("hubdrops: ")]
    news = [line for line in said if line not in world.sentences]
    whole = harm(place)
    if ended.code < 0 or ended.code in (132, 133, 134, 139):
        row.died += 1
        expect(injection.call in MAY_DIE, "died: %s" % ended)
    elif ended.code > 2:
        row.failed += 1
        expect(ended.code not in (64, 70), "the fault is not the operator's nor the program's: %s" % ended)
        # Where nothing can be written any more, not to standard error either, the exit code is all there is.
        if not (injection.call == "write" and injection.when.endswith("+")):
            expect(news, "exit %d without a sentence" % ended.code)
            expect(any("/" in line for line in news) or injection.call in ("clone3", "mmap"), "names no place: %s" % ended)
    elif whole is None:
        row.unharmed += 1
    else:
        row.named += 1
        expect(ended.code != 0 and news, "silent: %s (%s)" % (whole, ended))
    mails = set(place.mails())
    repaired = place.run()
    expect(repaired.code in (0, world.code), "the run after it: %s" % repaired)
    try:
        place.check(mails=len(place.mails()), revised=mails and whole is not None)
    except Wrong as wrong:
        raise Wrong("(%s), then: %s" % (ended, wrong))
    came = set(place.mails())
    expect(came, "no mail")
    expect(len(came) == 1 or (mails and whole is not None), "%d different mails of one report" % len(came))


def harm(place):
    """What a run did not do that an undisturbed one does; nothing where it did everything."""
    world = place.world
    try:
        if place.run_counts() != world.counts:
            return "counts differ"
        if place.report() != world.report:
            return "the report differs"
        if place.bytes(DAY, "drops.csv") != world.drops:
            return "drops.csv differs"
        for name in ("report.html", "report.md", "summary.eml"):
            if len(place.bytes(DAY, name)) <= 500:
                return name + " is short"
        if os.readlink(os.path.join(place.output, "latest")) != DAY:
            return "latest points elsewhere"
        if not place.mails():
            return "no mail"
        if place.hook_lines() != world.hook_lines:
            return "hooks: %s" % place.hook_lines()
        if not os.path.getsize(place.metrics):
            return "no metrics"
    except (OSError, Wrong) as missing:
        return str(missing)
    return None
