"""Runs whole processes and says what each cost: wall time, processor time, peak memory."""

import os
import resource
import statistics
import subprocess
import time
from dataclasses import dataclass


class Broken(Exception):
    """A contender ended with a status that says its work is not done."""


@dataclass(frozen=True)
class Cost:
    """Seconds, MiB of memory and MB handed to the disk by one run.

    For a pipeline: the sum over its processes, peaks included, which is an upper bound.
    """

    wall: float
    cpu: float
    peak: float
    written: float


def run(commands, accepted=(0,), output=None, counted=slice(None), environment=None):
    """Runs a pipeline and waits for all of it.

    Returns its cost and what its last process wrote to standard output; with `output`, a path, that text goes there
    instead. `counted` says which processes the cost is of, `environment` what is added to theirs. Raises Broken when a
    process ends with a status that is not accepted.

    os.wait4 counts the children that a process waited for as its own. The kernel counts a process's peak memory from
    its fork on, so this program's own memory (see `least_peak`) is the least that can be measured: whoever adds code here
    keeps big values out of it.
    """
    os.sync()
    processes = []
    sink = open(output, "wb") if output else subprocess.PIPE
    started = time.perf_counter()
    for place, command in enumerate(commands):
        last = place == len(commands) - 1
        processes.append(
            subprocess.Popen(
                command,
                stdin=processes[-1].stdout if processes else subprocess.DEVNULL,
                stdout=sink if last else subprocess.PIPE,
                stderr=subprocess.PIPE if last else None,
                env={**os.environ, **environment} if environment else None,
            )
        )
        if place > 0:
            processes[place - 1].stdout.close()
    # What contenders print is a line or two and fits the pipes' buffers; long answers go to a file.
    usages = []
    try:
        for process in processes:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            usages.append(usage)
    finally:
        # Whoever stops the benchmark must not leave a contender behind that disturbs the next one.
        for process in processes:
            process.kill()
    wall = time.perf_counter() - started
    text = processes[-1].stdout.read() if output is None else b""
    complaint = processes[-1].stderr.read().decode(errors="replace").strip()
    if output:
        sink.close()
    for process, command in zip(processes, commands):
        if process.returncode not in accepted:
            raise Broken(f"{' '.join(command)[:200]}: ended with {process.returncode}: {complaint[-500:]}")
    usages = usages[counted]
    cost = Cost(
        wall=wall,
        cpu=sum(usage.ru_utime + usage.ru_stime for usage in usages),
        peak=sum(usage.ru_maxrss for usage in usages) / 1024,
        # The kernel counts blocks of 512 bytes when a page is first written to, so a page written twice may count once.
        written=sum(usage.ru_oublock for usage in usages) * 512 / 1e6,
    )
    return cost, text.decode(errors="replace").strip()


def least_peak():
    """MiB of memory below which a process's peak cannot be told: what this program itself once held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def warm(paths):
    """Reads files once, so that their bytes are in the page cache."""
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 20):
                pass


def drop_caches():
    """Empties the page cache; only root can."""
    os.sync()
    with open("/proc/sys/vm/drop_caches", "w") as file:
        file.write("3")


def spread(values):
    """Median, lowest and highest."""
    return statistics.median(values), min(values), max(values)
