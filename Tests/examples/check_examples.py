#!/usr/bin/env python3
"""Runs every query of docs/queries.md by the sqlite3 shell: check_examples.py HUBDROPS QUERIES.md SAMPLE-DATA

The answer has to be the one on the page, letter by letter. What it says is then compared with counts made without
hubdrops: of the records by Tests/reference/counts.py, of drops and incidents from the labelled truth of the sample.
"""
import collections, csv, datetime, os, re, subprocess, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "reference"))
import counts  # noqa: E402

DAY = "2026-03-10"
EXPECTED = {"token-renewal", "clean-close"}
failures = 0


def check(words, ours, theirs):
    global failures
    failures += ours != theirs
    print("ok     %s" % words if ours == theirs else "WRONG  %s:\n  found    %s\n  expected %s" % (words, ours, theirs))


def examples(page):
    """Number and title, the query, the answer: a heading, a block of SQL and a table."""
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        found = re.search(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", part, re.DOTALL)
        if found is None:
            sys.exit("check_examples.py: no query and no answer below the heading %r" % part.split("\n")[0])
        yield part.split("\n")[0], found[1], found[2]


def rows(answer):
    return [[cell.strip() for cell in line.strip("|\n").split("|")] for line in answer.splitlines()[2:]]


class Truth:
    """The answers, from the records as another program reads them and from the labels of the sample."""

    def __init__(self, sample):
        self.records = [record for record in set(counts.records(sample + "/logs")) if record[7].startswith(DAY)]
        self.errors = [record for record in self.records if record[3:5] == ("deviceDisconnect", "Error")]
        self.drops = self.table(sample + "/truth/drops.csv")
        self.unexpected = [drop for drop in self.drops if drop["cause"] not in EXPECTED]
        self.incidents = self.table(sample + "/truth/incidents.csv")

    def table(self, path):
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def first(self, answer):
        groups = collections.defaultdict(list)
        for record in self.records:
            groups[record[3], record[4]].append(record[:3])
        check("records and identities", sorted(answer),
              sorted([*key, str(len(found)), str(len(set(found)))] for key, found in groups.items()))

    def second(self, answer):
        records = collections.Counter(record[5] for record in self.errors)
        devices = {code: len({record[:2] for record in self.errors if record[5] == code}) for code in records}
        most = sorted(records, key=lambda code: (-records[code], code))[:len(answer)]
        check("codes", [[row[0], *row[2:]] for row in answer],
              [[code, str(records[code]), str(devices[code])] for code in most])

    def third(self, answer):
        groups = collections.defaultdict(list)
        for record in self.errors:
            minute = int(record[7][14:16])
            groups[record[0], "%s:%02d:00Z" % (record[7][:13], minute - minute % 15)].append(record[1])
        most = sorted(groups, key=lambda key: (-len(set(groups[key])), key[1]))[:len(answer)]
        check("quarters of an hour", answer,
              [[*key, str(len(groups[key])), str(len(set(groups[key])))] for key in most])

    def fourth(self, answer):
        devices, refused = collections.defaultdict(set), collections.defaultdict(set)
        for record in self.records:
            devices[record[8]].add(record[:2])
            if record[3:5] == ("deviceConnect", "Error"):
                refused[record[8]].add(record[:2])
        check("SDKs", sorted(answer),
              sorted([sdk, str(len(found)), str(len(refused[sdk]))] for sdk, found in devices.items() if sdk))

    # One drop in the service incident is taken for a renewal (docs/accuracy.md says how often causes are right).
    def fifth(self, answer):
        row = answer[0]
        check("the day", [row[2], row[4], int(row[5]) + int(row[6]), row[8]],
              [str(len(self.records)), str(len({(drop["hub"], drop["device"]) for drop in self.unexpected})),
               sum(drop["cause"] != "clean-close" for drop in self.drops),
               str(sum(not drop["end"] for drop in self.unexpected))])

    def sixth(self, answer):
        theirs = collections.Counter(drop["cause"].replace("device-disabled", "credential-refused") for drop in self.drops)
        check("causes", {row[1] for row in answer}, set(theirs))
        check("drops of all causes", sum(int(row[2]) for row in answer), len(self.drops))
        check("of each, but for one", [row for row in answer if abs(int(row[2]) - theirs[row[1]]) > 1], [])

    def seventh(self, answer):
        theirs = [[hub, str(len({drop["device"] for drop in self.unexpected if drop["hub"] == hub})),
                   sum(drop["hub"] == hub and drop["cause"] != "clean-close" for drop in self.drops),
                   str(sum(drop["hub"] == hub and not drop["end"] for drop in self.unexpected))]
                  for hub in sorted({drop["hub"] for drop in self.drops})]
        check("hubs", [[row[0], row[1], int(row[2]) + int(row[3]), row[4]] for row in answer], theirs)

    def eighth(self, answer):
        end = datetime.datetime.fromisoformat(DAY + "T00:00:00+00:00") + datetime.timedelta(days=1)
        down, open_devices, number = collections.Counter(), set(), collections.Counter()
        for drop in self.unexpected:
            key = (drop["hub"], drop["device"])
            start, back = (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else end
                           for text in (drop["start"], drop["end"]))
            down[key] += (min(back, end) - start).total_seconds()
            number[key] += 1
            if not drop["end"]:
                open_devices.add(key)
        check("downtime", answer, [[*key, str(number[key]), "%.1f" % (seconds / 3600), str(int(key in open_devices))]
                                   for key, seconds in down.most_common(len(answer))])

    def ninth(self, answer):
        often = collections.Counter((drop["hub"], drop["device"], drop["module"]) for drop in self.unexpected)
        minutes = collections.defaultdict(set)
        for drop in self.unexpected:
            if often[drop["hub"], drop["device"], drop["module"]] <= 6:
                minutes[drop["hub"], drop["start"][:16]].add(drop["device"])
        check("minutes", answer, sorted(([*key, str(len(found))] for key, found in minutes.items() if len(found) >= 4),
                                        key=lambda row: row[1]))

    def tenth(self, answer):
        theirs = [[row["kind"], row["devices"], row["start"], row["end"]] for row in self.incidents
                  # Its devices are permanently rejected one by one: a finding, not an incident.
                  if row["kind"] != "credential-expiry"]
        check("incidents", [[row[0].split("Z-")[1], *row[3:]] for row in answer], [row[:1] + row[2:] for row in theirs])
        check("their devices, but for one", [ours for ours, row in zip(answer, theirs) if abs(int(ours[2]) - int(row[1])) > 1],
              [])


def main(hubdrops, page, sample):
    with open(page, encoding="utf-8") as file:
        found = list(examples(file.read()))
    truth = Truth(sample)
    proofs = [truth.first, truth.second, truth.third, truth.fourth, truth.fifth, truth.sixth, truth.seventh,
              truth.eighth, truth.ninth, truth.tenth]
    check("queries on the page", len(found), len(proofs))
    with tempfile.TemporaryDirectory() as folder:
        database, drops = folder + "/sample.sqlite", folder + "/drops.csv"
        subprocess.run([hubdrops, "run", "--logs", sample + "/logs", "--db", database, "--out", folder + "/reports",
                        "--day", DAY], check=True)
        with open(drops, "wb") as file:
            subprocess.run([hubdrops, "export", "drops", "--db", database, "--day", DAY], check=True, stdout=file)
        for (title, query, answer), proof in zip(found, proofs):
            shell = (["-cmd", ".import --csv %s drops" % drops, ":memory:"] if "FROM drops\n" in query
                     else ["-readonly", database])
            said = subprocess.run(["sqlite3", "-markdown", *shell], input=query, capture_output=True, text=True)
            # The shell ends its input with an empty line.
            check(title, (said.stdout + said.stderr).rstrip("\n"), answer.rstrip("\n"))
            proof(rows(answer))
    print("%d failed" % failures)
    sys.exit(failures > 0)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
