#!/usr/bin/env python3
"""Holds the diagnosis against labelled days that share no code with it: a confusion matrix of causes per drop.

    confusion.py HUBDROPS GENERATE_DAYS [--devices N ...] [--seeds N] [--quick]

For several seeds and sizes, with and without noise, it generates a day with its truth, runs hubdrops on it, and
compares drops.csv drop by drop (hub, device, module, start) and the incidents of report.json. It ends with 1 where a
target is missed: 99 % of renewals called renewal, at most 0.5 % of real drops called renewal, 95 % right over the other
causes, of drops with high confidence 99 % right and of medium 90 %, no device called a duplicate that is none, every
incident found with start, last drop and end within five minutes, none on a quiet day.
"""
import argparse, collections, csv, datetime, json, math, shutil, subprocess, sys, tempfile

RENEWAL = "token-renewal"
DAY = "2026-03-10"
KINDS = {"site-outage", "service-incident", "platform-upgrade", "reconnect-storm"}


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode > 2:
        sys.exit(f"{command[0]} ended with {result.returncode}: {result.stderr}")


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def key(row):
    return row["hub"], row["device"], row["module"], row["start"]


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def returned(incident, drops, share):
    """When a share of the devices of an incident that came back were back, and its last drop at the earliest."""
    ends = sorted(seconds(drop["end"]) for drop in drops if drop["incident"] == incident["id"] and drop["end"])
    last = seconds(incident["end"])
    return max(last, ends[max(0, math.ceil(share * len(ends)) - 1)]) if ends else last


def incidents_found(truth, drops, report, quiet):
    """Truth's incidents that no incident of the report answers, and incidents of a quiet day.

    One answers with its kind and hub, the first and the last drop within five minutes, and an end between the moments when
    half and when nine tenths of its devices that came back were back, give or take five minutes: who comes back hours later
    had a trouble of their own."""
    missed = []
    for incident in truth:
        if incident["kind"] not in KINDS or int(incident["devices"]) < 10:
            continue
        near = [
            found for found in report["incidents"]
            if found["kind"] == incident["kind"] and found["hub"] == incident["hub"]
            and abs(seconds(found["start"]) - seconds(incident["start"])) <= 300
            and abs(seconds(found["lastDrop"]) - seconds(incident["end"])) <= 300
            and returned(incident, drops, 0.5) - 300 <= seconds(found["end"]) <= returned(incident, drops, 0.9) + 300]
        if not near:
            missed.append(f"{incident['kind']} {incident['start']} to {incident['end']}, {incident['devices']} devices")
    return missed, [found["key"] for found in report["incidents"]] if quiet else []


def day(arguments, devices, seed, profile, noise, folder):
    """One day: (Counter of (true cause, found cause), Counter of (confidence, whether right), faults)."""
    run(arguments.generate_days, "--quiet", "--out", folder + "/logs", "--date", DAY, "--devices", str(devices),
        "--seed", str(seed), "--profile", profile, "--noise" if noise else "--no-noise", "--no-broken-lines",
        "--truth", folder + "/truth/drops.csv", "--registry", folder + "/registry.json")
    run(arguments.hubdrops, "run", "--logs", folder + "/logs", "--db", folder + "/h.sqlite", "--out", folder + "/out",
        "--day", DAY, "--registry", folder + "/registry.json")
    truth = {key(row): row["cause"] for row in rows(folder + "/truth/drops.csv") if row["start"].startswith(DAY)}
    listed = rows(f"{folder}/out/{DAY}/drops.csv")
    found = {key(row): row["cause"] for row in listed}
    matrix = collections.Counter((cause, found.get(drop, "(no drop)")) for drop, cause in truth.items())
    matrix.update(("(no drop)", cause) for drop, cause in found.items() if drop not in truth)
    told = collections.Counter((row["confidence"], truth[key(row)] == row["cause"]) for row in listed if key(row) in truth)
    with open(f"{folder}/out/{DAY}/report.json", encoding="utf-8") as file:
        report = json.load(file)
    twice = {key(row)[1] for row in rows(folder + "/truth/drops.csv") if row["cause"] == "duplicate-identity"}
    called = {device for finding in report["findings"] if finding["kind"] == "duplicate-identity"
              for device in finding["devices"]}
    missed, invented = incidents_found(
        rows(folder + "/truth/incidents.csv"), rows(folder + "/truth/drops.csv"), report, profile == "quiet")
    faults = [f"not found: {text}" for text in missed] + [f"on a quiet day: {text}" for text in invented]
    faults += [f"not used twice: {device}" for device in sorted(called - twice)]
    return matrix, told, faults


def shares(matrix):
    renewals = sum(n for (true, _), n in matrix.items() if true == RENEWAL)
    others = sum(n for (true, _), n in matrix.items() if true not in (RENEWAL, "(no drop)"))
    right = sum(n for (true, found), n in matrix.items() if true == found and true != RENEWAL)
    false = sum(n for (true, found), n in matrix.items() if found == RENEWAL and true != RENEWAL)
    return (matrix[RENEWAL, RENEWAL] / max(1, renewals), false / max(1, others), right / max(1, others))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hubdrops")
    parser.add_argument("generate_days")
    parser.add_argument("--devices", type=int, nargs="+", default=[300, 1500, 5000])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one small day of each kind")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.devices, arguments.seeds = [300], 1

    whole, sure, faults = collections.Counter(), collections.Counter(), []
    print(f"{'day':44} {'renewals':>9} {'false':>7} {'others':>7}  incidents")
    for devices in arguments.devices:
        for seed in range(1, arguments.seeds + 1):
            for profile, noise in [("mixed", True), ("mixed", False), ("quiet", True), ("incident", True)]:
                folder = tempfile.mkdtemp(prefix="hubdrops-truth-")
                try:
                    matrix, told, wrong = day(arguments, devices, seed, profile, noise, folder)
                finally:
                    shutil.rmtree(folder)
                name = f"{devices} devices, seed {seed}, {profile}{'' if noise else ', no noise'}"
                renewals, false, others = shares(matrix)
                print(f"{name:44} {renewals:9.2%} {false:7.2%} {others:7.2%}  {'; '.join(wrong) or 'ok'}", flush=True)
                faults += [f"{name}: {text}" for text in wrong]
                whole += matrix
                sure += told

    print("\n| true cause | found | drops | share |\n|---|---|---:|---:|")
    totals = collections.Counter()
    for (true, _), n in whole.items():
        totals[true] += n
    for (true, found), n in sorted(whole.items()):
        print(f"| {true} | {found} | {n} | {n / totals[true]:.2%} |")
    print("\n| confidence | drops | right |\n|---|---:|---:|")
    right = {}
    for level in ["high", "medium", "low"]:
        n = sure[level, True] + sure[level, False]
        right[level] = sure[level, True] / max(1, n)
        print(f"| {level} | {n} | {right[level]:.2%} |")
        if n and right[level] < {"high": 0.99, "medium": 0.9, "low": 0}[level]:
            faults.append(f"confidence {level} is right in {right[level]:.2%} only")
    renewals, false, others = shares(whole)
    print(f"\nrenewals called renewal {renewals:.2%} (at least 99 %), real drops called renewal {false:.2%} (at most 0.5 %), "
          f"right over the other causes {others:.2%} (at least 95 %), faults {len(faults)}")
    for fault in faults:
        print("  " + fault)
    sys.exit(0 if renewals >= 0.99 and false <= 0.005 and others >= 0.95 and not faults else 1)


if __name__ == "__main__":
    main()
