#!/usr/bin/env python3
"""Does to real runs what happens to real runs, and holds what is left against an independent count.

    faults.py HUBDROPS GENERATE-DAYS [--kills N] [--cuts N] [--seed N] [--quick] [--only NAME]

After every fault: the exit code of sysexits.h, one sentence that says what, where and what to do, and a next run that
repairs everything by itself: no record lost, none counted twice, the report the same bytes of fact, integrity ok.
Faults that need root (tmpfs, mounts, another user) are passed over without it, and that is said.
"""
import argparse, functools, os, shutil, sys, time, traceback

import disks, injections, kills, nights, states
from world import Passed, World, Wrong, scratch


def faults(options):
    """Name, whether it needs root, tools, and what to run."""
    if options.quick:
        return quick_faults(options)
    generator = os.path.abspath(options.generator)
    return [
        ("kill -9", False, (), functools.partial(kills.killed_anywhere, rounds=options.kills, seed=options.seed)),
        ("kill -9 at each write", False, ("strace",), nights.killed_at_each_write),
        ("writes out of order", False, ("strace", "sqlite3"), nights.wrong_order_is_found),
        ("SIGTERM", False, (), functools.partial(kills.terminated, rounds=15, seed=options.seed)),
        ("disk of the database full", True, (), disks.full_database),
        ("disk of the reports full", True, (), disks.full_output),
        ("limit on file size", False, ("prlimit",), disks.file_size_limit),
        ("database folder read-only", True, (), disks.closed_database),
        ("reports folder read-only", True, (), disks.closed_output),
        ("permission denied", True, ("setpriv",), disks.forbidden),
        ("database locked", False, ("flock",), states.locked),
        ("database damaged", False, (), states.damaged),
        ("database foreign or newer", False, (), states.foreign),
        ("clock jumps", False, ("faketime",), states.clocks),
        ("nights of summer time", False, ("faketime",), functools.partial(states.summer_time, generator=generator)),
        ("logs that change while read", False, ("strace",), states.changing_logs),
        ("told only what is on disk", False, ("strace",), disks.order_of_telling),
        ("errors of the kernel", False, ("strace",), injections.injected),
        ("power cut", True, ("mkfs.xfs", "mkfs.ext4"), functools.partial(kills.power_cut, rounds=options.cuts, seed=options.seed)),
    ]


def quick_faults(options):
    """What a test suite has the time for."""
    return [
        ("kill -9", False, (), functools.partial(kills.killed_anywhere, rounds=options.kills, seed=options.seed)),
        ("kill -9 at each write", False, ("strace",), functools.partial(nights.killed_at_each_write, calls=nights.COMMITS, every=3)),
        ("SIGTERM", False, (), functools.partial(kills.terminated, rounds=2, seed=options.seed)),
        ("limit on file size", False, ("prlimit",), disks.file_size_limit),
        ("database foreign or newer", False, (), states.foreign),
        ("told only what is on disk", False, ("strace",), disks.order_of_telling),
        ("errors of the kernel", False, ("strace",), functools.partial(injections.injected, short=True)),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hubdrops")
    parser.add_argument("generator")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--cuts", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3), "big"), help="repeats the kills of a run")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only")
    options = parser.parse_args()
    wrong = skipped = 0
    with scratch() as folder:
        world = World(options.hubdrops, options.generator, folder, devices=80 if options.quick else 300)
        print("seed %d; an undisturbed run takes %.2f s, exit %d" % (options.seed, world.seconds, world.code), flush=True)
        for name, needs_root, tools, run in faults(options):
            if options.only and options.only not in name:
                continue
            missing = [tool for tool in tools if not shutil.which(tool)]
            if missing or (needs_root and os.geteuid() != 0):
                print("skip   %-28s needs %s" % (name, ", ".join(missing) or "root"), flush=True)
                skipped += 1
                continue
            started = time.monotonic()
            try:
                words = run(world)
                print("ok     %-28s %4.0f s  %s" % (name, time.monotonic() - started, words), flush=True)
            except Passed as reason:
                skipped += 1
                print("skip   %-28s %s" % (name, reason), flush=True)
            except Wrong as error:
                wrong += 1
                print("WRONG  %-28s %4.0f s  %s" % (name, time.monotonic() - started, error), flush=True)
            except Exception:
                wrong += 1
                print("WRONG  %-28s %s" % (name, traceback.format_exc()), flush=True)
    print("%d wrong, %d skipped" % (wrong, skipped))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
