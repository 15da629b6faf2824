"""The result as Markdown: what was measured where, each contender's figures, and the ratios of paired runs."""

import os
import platform
import subprocess
import time
from dataclasses import dataclass

from measure import least_peak, spread


@dataclass(frozen=True)
class Ratio:
    """A figure of one contender over that of another, or the largest of others, taken in the same rounds.

    `must` and `stretch` are upper bounds; None: none was set.
    """

    of: str
    to: tuple
    figure: str
    must: float = None
    stretch: float = None


RATIOS = [
    Ratio("hubdrops import", ("DuckDB query",), "cpu", 0.36, 0.30),
    Ratio("hubdrops import", ("DuckDB narrow load",), "cpu", 0.17, 0.14),
    Ratio("hubdrops import", ("DuckDB narrow load",), "wall", 0.27, 0.17),
    Ratio("hubdrops import", ("DuckDB wide load",), "cpu"),
    Ratio("hubdrops run", ("DuckDB narrow load",), "wall", 0.46, 0.38),
    Ratio("hubdrops run", ("DuckDB wide load",), "wall"),
    Ratio("hubdrops import, every line new", ("DuckDB narrow load, every line new",), "cpu", 1.0, 0.6),
    Ratio("hubdrops import, every line new", ("DuckDB narrow load, every line new",), "wall", 0.85, 0.7),
    Ratio("hubdrops run", ("GoAccess",), "wall", 1 / 25, 1 / 32),
    Ratio("hubdrops import", ("jq and sqlite3",), "cpu"),
    Ratio("hubdrops import, one stream", ("hubdrops import",), "cpu", 1.25, 1.1),
    Ratio("hubdrops import, gzip", ("hubdrops import",), "wall", 1.25, 1.1),
    Ratio("hubdrops import, cold", ("hubdrops import", "cat, cold"), "wall", 1.3, 1.15),
    Ratio("hubdrops run, again", ("hubdrops run",), "wall", 0.10, 0.05),
    Ratio("hubdrops import, {days} days stored", ("hubdrops import",), "wall", 1.2, 1.05),
    Ratio("hubdrops import, {days} days stored", ("hubdrops import",), "cpu", 1.2, 1.05),
]


@dataclass(frozen=True)
class Limit:
    """A figure of one contender by itself; bounds by the size of the day, or for all by None."""

    of: str
    figure: str
    bounds: dict


LIMITS = [
    Limit("hubdrops run", "peak", {"medium": (105, 90), "large": (320, 240)}),
    Limit("hubdrops run", "written", {"medium": (90, 75)}),
    Limit("hubdrops run, again, 2,160 files", "wall", {None: (0.18, 0.10)}),
    Limit("hubdrops run, again, 20,000 files", "wall", {None: (0.40, 0.25)}),
    Limit("hubdrops run, 20 ms a sync", "wall", {None: (0.5, 0.35)}),
]
BYTES_A_RECORD = (10, 8)
NAMES = {"cpu": "processor time", "wall": "wall time", "peak": "peak memory, MiB", "written": "written, MB"}


def machine():
    """Model of the processor, cores, memory and kernel."""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), platform.machine())
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {gigabytes:.0f} GiB, Linux {platform.release()}"


def commit(root):
    asked = subprocess.run(["git", "-C", root, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return asked.stdout.strip() if asked.returncode == 0 else "unknown"


def head(given, facts):
    cache = {"warm": "warm (all files read once before each round)",
             "cold": "cold (page cache dropped before each measurement)"}[given.cache]
    lines = [
        f"Size {given.size}: {facts['devices']:,} devices, {facts['records']:,} records of Connections "
        f"({facts['repeated']:,} more repeated), {facts['files']} files, {facts['bytes'] / 1e6:,.0f} MB. "
        f"{given.runs} rounds, in turn; page cache {cache}. "
        f"Peaks below {least_peak():.0f} MiB a process cannot be told.",
        f"Machine: {machine()}; load average {facts['load']} at the start, "
        f"{load()} at the end. {time.strftime('%Y-%m-%d', time.gmtime())}.",
        "Versions: " + ", ".join(f"{name} {version}" for name, version in facts["versions"].items()) + ".",
    ]
    return "\n\n".join(lines)


def load():
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def contenders(results, includes, megabytes, records):
    lines = ["| | wall s | CPU s | peak MiB | MB/s | written MB | k records/CPU s | rounds | what it includes |",
             "|---|---|---|---|---|---|---|---|---|"]
    for name, costs in ((name, costs) for name, costs in results.items() if costs):
        wall, lowest, highest = spread([cost.wall for cost in costs.values()])
        cpu = spread([cost.cpu for cost in costs.values()])[0]
        peak = max(cost.peak for cost in costs.values())
        lines.append(
            f"| {name} | {wall:.2f} ({lowest:.2f} to {highest:.2f}) | {cpu:.2f} | {peak:.0f} | {megabytes / wall:,.0f} | "
            f"{spread([cost.written for cost in costs.values()])[0]:,.0f} | {records / cpu / 1000:,.0f} | {len(costs)} | {includes[name]} |")
    return "\n".join(lines)


def ratios(results, stored_days):
    lines = ["| | of | median | lowest to highest | must | stretch | |", "|---|---|---|---|---|---|---|"]
    for ratio in RATIOS:
        of = ratio.of.format(days=stored_days)
        rounds = sorted(set.intersection(*(set(results.get(name, ())) for name in (of, *ratio.to))))
        if not rounds:
            continue
        median, lowest, highest = spread([
            getattr(results[of][number], ratio.figure)
            / max(getattr(results[name][number], ratio.figure) for name in ratio.to) for number in rounds])
        lines.append(
            f"| {of} / {' or '.join(ratio.to)} | {NAMES[ratio.figure]} | {shown(median)} | {shown(lowest)} to "
            f"{shown(highest)} | {bound(ratio.must)} | {bound(ratio.stretch)} | "
            f"{verdict(median, ratio.must, ratio.stretch)} |")
    return "\n".join(lines)


def limits(results, size, bytes_a_record):
    lines = ["| | of | median | lowest to highest | must | stretch | |", "|---|---|---|---|---|---|---|"]
    for limit in LIMITS:
        values = [getattr(cost, limit.figure) for cost in results.get(limit.of, {}).values()]
        if not values:
            continue
        # Seconds want two places, MiB and MB none.
        shape = ".2f" if limit.figure == "wall" else ".0f"
        must, stretch = limit.bounds.get(None) or limit.bounds.get(size, (None, None))
        median, lowest, highest = spread(values)
        lines.append(
            f"| {limit.of} | {NAMES[limit.figure]} | {median:{shape}} | {lowest:{shape}} to {highest:{shape}} | "
            f"{must or '-'} | {stretch or '-'} | {verdict(median, must, stretch)} |")
    if bytes_a_record:
        must, stretch = BYTES_A_RECORD
        lines.append(f"| hubdrops import | bytes of the database a record | {bytes_a_record:.1f} | | {must} | {stretch} | "
                     f"{verdict(bytes_a_record, must, stretch)} |")
    return "\n".join(lines)


def shown(value):
    """Ratios below a tenth also as how many times less."""
    return f"{value:.3f} ({1 / value:.0f}x less)" if 0 < value < 0.1 else f"{value:.2f}"


def bound(value):
    return "-" if value is None else shown(value)


def verdict(value, must, stretch):
    if must is None:
        return ""
    return "missed" if value > must else "met" if value > stretch else "stretch met"
