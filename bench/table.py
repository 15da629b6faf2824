"""The result as Markdown: what was measured where, each contender's figures, and the ratios of paired runs."""

import os
import platform
import subprocess
import time
from dataclasses import dataclass

from measure import least_peak, spread


@dataclass(frozen=True)
class Ratio:
    """A figure of one contender over that of another, taken in the same rounds; `must` and `stretch` are upper bounds."""

    of: str
    to: str
    figure: str
    must: float
    stretch: float


RATIOS = [
    Ratio("hubdrops import", "DuckDB query", "cpu", 0.65, 0.50),
    Ratio("hubdrops import", "DuckDB load", "cpu", 0.40, 0.27),
    Ratio("hubdrops import", "DuckDB load", "wall", 0.40, 0.34),
    Ratio("hubdrops run", "DuckDB load", "wall", 0.80, 0.60),
    Ratio("hubdrops run", "GoAccess", "wall", 1 / 12, 1 / 20),
    Ratio("hubdrops import", "jq and sqlite3", "cpu", None, None),
    Ratio("hubdrops run, again", "hubdrops run", "wall", 0.10, 0.05),
    Ratio("hubdrops import, every line new", "DuckDB load, every line new", "cpu", 1.0, 0.6),
    Ratio("hubdrops import, {days} days stored", "hubdrops import", "wall", 1.2, 1.05),
    Ratio("hubdrops import, {days} days stored", "hubdrops import", "cpu", 1.2, 1.05),
]

# Highest resident memory of `run` in MiB: must, stretch. From issue 3, "What it must show".
MEMORY = {"medium": (256, 150), "large": (512, 350)}
NAMES = {"cpu": "processor time", "wall": "wall time"}


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
    lines = ["| | wall s | CPU s | peak MiB | MB/s | k records/CPU s | rounds | what it includes |",
             "|---|---|---|---|---|---|---|---|"]
    for name, costs in ((name, costs) for name, costs in results.items() if costs):
        wall, lowest, highest = spread([cost.wall for cost in costs.values()])
        cpu = spread([cost.cpu for cost in costs.values()])[0]
        peak = max(cost.peak for cost in costs.values())
        lines.append(
            f"| {name} | {wall:.2f} ({lowest:.2f} to {highest:.2f}) | {cpu:.2f} | {peak:.0f} | {megabytes / wall:,.0f} | "
            f"{records / cpu / 1000:,.0f} | {len(costs)} | {includes[name]} |")
    return "\n".join(lines)


def ratios(results, size, stored_days):
    lines = ["| | of | median | lowest to highest | must | stretch | |", "|---|---|---|---|---|---|---|"]
    for ratio in RATIOS:
        of, to = ratio.of.format(days=stored_days), ratio.to
        rounds = sorted(results.get(of, {}).keys() & results.get(to, {}).keys())
        if not rounds:
            continue
        median, lowest, highest = spread(
            [getattr(results[of][number], ratio.figure) / getattr(results[to][number], ratio.figure) for number in rounds])
        lines.append(
            f"| {of} / {to} | {NAMES[ratio.figure]} | {shown(median)} | {shown(lowest)} to {shown(highest)} | "
            f"{bound(ratio.must)} | {bound(ratio.stretch)} | {verdict(median, ratio.must, ratio.stretch)} |")
    if results.get("hubdrops run"):
        peaks = [cost.peak for cost in results["hubdrops run"].values()]
        must, stretch = MEMORY.get(size, (None, None))
        lines.append(
            f"| hubdrops run | peak memory, MiB | {spread(peaks)[0]:.0f} | {min(peaks):.0f} to {max(peaks):.0f} | "
            f"{must or '-'} | {stretch or '-'} | {verdict(max(peaks), must, stretch)} |")
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
