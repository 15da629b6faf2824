#!/usr/bin/env python3
"""Changes the program in many places, one at a time, and sees that a test notices each.

    mutants.py [--only TEXT] [--jobs N] [--tree FOLDER]

The lists beside this file name, by room, a file, the filter of a test, and changes:

    # Sources/Report/Build/Comparison.swift
    ? ComparisonTests
    - value > «reference * 1.25»
    + reference / 1.25
    = a reason, where no test can tell the change from the original

`-` is an expression of Swift, `~` a statement (`+` alone leaves it out), `'` a piece of a text in quotes. Only what
stands between « and » changes, or all of it without them; blanks and line ends are the same. The text must stand
exactly once in its file.

All changes are built at once into a copy of the tree, each behind a switch that HUBDROPS_MUTANT turns on, so that one
build serves for all. Ends with 1 where a text is not found once, a filter fails without any change or finds no test,
or a change survives that is not said to be equivalent.
"""
import argparse, collections, concurrent.futures, os, pathlib, re, subprocess, sys, time

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
NONE = 0


class Mutant:
    def __init__(self, number, file, test, kind, old, line):
        self.number, self.file, self.test, self.kind, self.old, self.line = number, file, test, kind, old, line
        self.new = self.reason = None

    @property
    def room(self):
        return self.file.split("/")[1]

    def __str__(self):
        return "%s: %s  ->  %s" % (self.file, self.old, self.new or "(nothing)")


def read_lists():
    mutants, wrong = [], []
    for path in sorted(here.glob("*.txt")):
        file = test = None
        for number, line in enumerate(path.read_text().split("\n"), 1):
            mark, text = line[:1], line[2:]
            place = "%s:%d" % (path.name, number)
            if mark == "#":
                file = text
            elif mark == "?":
                test = text
            elif mark in ("-", "~", "'") and file and test:
                mutants.append(Mutant(len(mutants) + 1, file, test, mark, text, place))
            elif mark == "+" and mutants and mutants[-1].new is None:
                mutants[-1].new = text
            elif mark == "=" and mutants:
                mutants[-1].reason = text
            elif line.strip() and mark != ";":
                wrong.append("%s: not understood: %s" % (place, line))
    wrong += ["%s: no line with +" % m.line for m in mutants if m.new is None]
    wrong += ["%s: an operator with one side, or a member's name, is no expression" % m.line for m in mutants
              if m.kind == "-" and re.search(r"«[<>=!+*/%&|-]+( [^»]*)?»|«[^»]* [<>=!+*/%&|-]+»|\\.«", m.old)]
    return mutants, wrong


def pattern(text):
    return r"\s+".join(re.escape(word) for word in text.split())


def place_of(mutant, source):
    """Where the changing part stands; an error in words if not exactly once."""
    before, part, after = "", mutant.old, ""
    if "«" in part:
        before, rest = part.split("«", 1)
        part, after = rest.split("»", 1)
    gap = lambda left, right: r"\s*" if left[-1:].isspace() or right[:1].isspace() else ""
    sought = pattern(before) + gap(before, part) + "(" + pattern(part) + ")" + gap(part, after) + pattern(after)
    found = list(re.finditer(sought, source))
    if len(found) != 1:
        return None, "%s: stands %d times in %s: %s" % (mutant.line, len(found), mutant.file, mutant.old)
    return found[0].span(1), None


def guarded(mutants, old):
    """The original and its changes, chosen by the switch."""
    text = old
    for mutant in mutants:
        if mutant.kind == "-":
            text = "(isMutant(%d) ? (%s) : (%s))" % (mutant.number, mutant.new, text)
        elif mutant.kind == "'":
            text = '\\(isMutant(%d) ? "%s" : "%s")' % (mutant.number, mutant.new, text)
        else:
            text = "if isMutant(%d) { %s } else { %s }" % (mutant.number, mutant.new, text)
    return text


def changed(file, mutants):
    source = (root / file).read_text() if (root / file).exists() else ""
    places, wrong = collections.defaultdict(list), []
    for mutant in mutants:
        span, error = place_of(mutant, source)
        if error:
            wrong.append(error)
        else:
            places[span].append(mutant)
    last = len(source)
    for span in sorted(places, reverse=True):
        if span[1] > last:
            wrong.append("%s: overlaps another change in %s" % (places[span][0].line, file))
        source = source[: span[0]] + guarded(places[span], source[span[0]: span[1]]) + source[span[1]:]
        last = span[0]
    return source, wrong


SWITCH = """import Glibc

/// The change that is in force; 0 for none.
private let activeMutant: Int = {
    guard let text = unsafe getenv("HUBDROPS_MUTANT") else { return 0 }
    return Int(unsafe String(cString: text)) ?? 0
}()

@inline(never) func isMutant(_ number: Int) -> Bool { activeMutant == number }
"""


def write_tree(tree, mutants):
    """Writes what differs, so that the next build has less to do; returns what is wrong with the lists."""
    by_file = collections.defaultdict(list)
    for mutant in mutants:
        by_file[mutant.file].append(mutant)
    wrong, wanted = [], {}
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=root, check=True, capture_output=True, text=True)
    for name in filter(None, tracked.stdout.split("\0")):
        # A link to a folder is one name for git.
        for path in [root / name] if (root / name).is_file() else (root / name).rglob("*"):
            if path.is_file():
                wanted[str(path.relative_to(root))] = path.read_bytes()
    for file, listed in by_file.items():
        source, problems = changed(file, listed)
        wrong += problems
        wanted[file] = source.encode()
    for room in {m.room for m in mutants}:
        wanted["Sources/%s/IsMutant.swift" % room] = SWITCH.encode()
    for name in [p for p in tree.rglob("*") if p.is_file() and ".build" not in p.relative_to(tree).parts]:
        if str(name.relative_to(tree)) not in wanted:
            name.unlink()
    for name, content in wanted.items():
        path = tree / name
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod((root / name).stat().st_mode if (root / name).exists() else 0o644)
    return wrong


def run(tree, test, number, seconds):
    """Whether the tests of a filter pass with a change, and the first that fails."""
    # The tests' own program, since `swift test` looks at the package anew each time; a change may loop and take memory.
    bundle = next((tree / ".build/debug").glob("*PackageTests.xctest"))
    environment = dict(os.environ, HUBDROPS_MUTANT=str(number))
    started = time.monotonic()
    try:
        result = subprocess.run(
            ["prlimit", "--data=4294967296", str(bundle), "--testing-library", "swift-testing", "--filter", test], cwd=tree, env=environment,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return False, "no end within %d s" % seconds, seconds
    output = re.sub(r"\x1b\[[0-9;]*m", "", (result.stdout + result.stderr).decode(errors="replace"))
    if re.search(r"Test run with 0 tests", output) or "Test run with" not in output and result.returncode == 0:
        return None, "no test", 0
    failed = re.search(r"✘ Test (?:\"([^\"]+)\"|(\w+)\(.*?\)) (?:with [^\n]*)?(?:recorded|failed)", output)
    what = (failed.group(1) or failed.group(2)) if failed else "ended with %d" % result.returncode
    return result.returncode == 0, what, time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="only changes whose file, test or text has this in it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--tree", type=pathlib.Path, default=root / ".build/mutants")
    parser.add_argument("--check", action="store_true", help="only look whether every text stands once")
    options = parser.parse_args()
    mutants, wrong = read_lists()
    if options.check:
        for file in sorted({m.file for m in mutants}):
            wrong += changed(file, [m for m in mutants if m.file == file])[1]
    else:
        options.tree.mkdir(parents=True, exist_ok=True)
        wrong += write_tree(options.tree, mutants)
    if wrong:
        sys.exit("\n".join(wrong))
    print("%d changes in %d files" % (len(mutants), len({m.file for m in mutants})), flush=True)
    if options.check:
        return
    build = ["swift", "build", "--build-tests", "--disable-build-manifest-caching"]
    built = subprocess.run(build, cwd=options.tree, capture_output=True, text=True)
    if built.returncode != 0:
        sys.exit("\n".join(line for line in built.stdout.split("\n") if "error:" in line) or built.stderr)
    chosen = [m for m in mutants if not options.only or options.only in m.file + m.test + m.old]
    sys.exit(1 if test_all(options, chosen) else 0)


def test_all(options, mutants):
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        tests = sorted({m.test for m in mutants})
        clean = dict(zip(tests, pool.map(lambda test: run(options.tree, test, NONE, 900), tests)))
        bad = ["%s: %s without any change" % (t, w) for t, (passed, w, _) in clean.items() if not passed]
        if bad:
            print("\n".join(bad))
            return True

        def judged(mutant):
            passed, what, _ = run(options.tree, mutant.test, mutant.number, 60 + 10 * clean[mutant.test][2])
            print("%-9s %s%s" % (
                "survived" if passed else "killed", mutant, "" if passed else "  by " + what), flush=True)
            return mutant, passed
        results = list(pool.map(judged, mutants))
    print("\n| room | changes | killed | equivalent | survived |\n|---|--:|--:|--:|--:|")
    rooms = collections.defaultdict(lambda: [0, 0, 0, 0])
    for mutant, passed in results:
        for row in (rooms[mutant.room], rooms["~"]):
            row[0] += 1
            row[1 if not passed else 2 if mutant.reason else 3] += 1
    for room in sorted(rooms):
        print("| %s | %d | %d | %d | %d |" % ("all" if room == "~" else room, *rooms[room]))
    for mutant, passed in results:
        if passed and mutant.reason:
            print("equivalent: %s: %s" % (mutant, mutant.reason))
        elif not passed and mutant.reason:
            print("said to be equivalent, but killed: %s" % mutant)
    return any(passed != bool(mutant.reason) for mutant, passed in results)


if __name__ == "__main__":
    main()
