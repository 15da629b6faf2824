#!/usr/bin/env python3
"""Reads back every output of one report day and compares the numbers that they share: outputs.py OUT/DAY

report.json is compared with drops.csv, counted row by row, and every other form with report.json: the page, the
Markdown, both forms of the mail and what is attached to it, the texts of tickets and of the telephone. Needs Python alone.
"""
import csv
import email
import email.policy
import gzip
import html.parser
import io
import json
import pathlib
import re
import sys

EXPECTED = {"token-renewal", "clean-close"}
FAULTS = []
COUNT = 0


def same(what, found, expected):
    global COUNT
    COUNT += 1
    if found != expected:
        FAULTS.append(f"{what}: {found!r}, where {expected!r} was expected")


def number(value):
    return f"{value:,}"


def device_hours(seconds):
    if seconds <= 0:
        return "0"
    if seconds >= 36_000:
        return number((seconds + 1800) // 3600)
    tenths = (seconds + 180) // 360
    return "under 0.1" if tenths == 0 else f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"


def words(measure, totals):
    """The four numbers as people read them."""
    value = measure.get("value")
    if value is None:
        return None
    text = {
        "devices-that-dropped": lambda: number(round(value)),
        "downtime-seconds": lambda: device_hours(int(value)),
        "still-down": lambda: number(round(value)),
        "availability": lambda: "100 %" if value >= 1 else f"{int(value * 10_000 + 1e-9) / 100:.2f} %",
    }[measure["kind"]]()
    return (measure["bound"] + " " if measure.get("bound") else "") + text


class Cells(html.parser.HTMLParser):
    """Rows of all tables, and the text of everything, in order."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.text, self.cell, self.skip, self.articles = [], [], None, 0, 0
        self.feed(text)
        self.plain = " ".join(" ".join(self.text).split())

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.cell = []
        self.skip += tag in ("style", "title")
        self.articles += tag == "article"
        self.text.append(" ")

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None
        self.skip -= tag in ("style", "title")

    def handle_data(self, data):
        if self.skip:
            return
        self.text.append(data)
        if self.cell is not None:
            self.cell.append(data)


def count_drops(report, text):
    """The page's numbers, counted anew from the list of drops."""
    rows = list(csv.DictReader(io.StringIO(text)))
    real = [row for row in rows if row["cause"] not in EXPECTED]
    names = {(row["hub"], row["device"]) for row in real}
    totals = report["totals"]
    same("drops.csv: drops", len(real), totals["drops"])
    same("drops.csv: devices that dropped", len(names), totals["devicesThatDropped"])
    if "stillDown" in totals:
        down = {(row["hub"], row["device"]) for row in real if not row["end"]}
        same("drops.csv: devices not back", len(down), totals["stillDown"])
    same("drops.csv: keys of incidents", {row["incident"] for row in rows} - {""},
         {incident["key"] for incident in report["incidents"]})
    for incident in report["incidents"]:
        of_it = [row for row in rows if row["incident"] == incident["key"]]
        same(f"drops.csv: drops of {incident['key']}", len(of_it), incident["drops"])
        same(f"drops.csv: devices of {incident['key']}", len({r["device"] for r in of_it}), incident["devices"])
    same("drops.csv: only what somebody may act on", len(real), len(rows))
    for cause in report["causes"]:
        if cause["cause"] not in EXPECTED:
            same(f"drops.csv: {cause['cause']}", sum(row["cause"] == cause["cause"] for row in rows), cause["drops"])


def count_renewals(report, text):
    rows = list(csv.DictReader(io.StringIO(text)))
    for cause, total in (("token-renewal", "renewals"), ("clean-close", "cleanCloses")):
        same(f"renewals.csv.gz: {cause}", sum(row["cause"] == cause for row in rows), report["totals"][total])
    same("renewals.csv.gz: nothing else", [row for row in rows if row["cause"] not in EXPECTED], [])


def four_numbers(report):
    return [words(measure, report["totals"]) for measure in report["verdict"]["numbers"]]


def check_text(name, text, report, drops=True, numbers=True):
    """A form that says its numbers in running text."""
    totals = report["totals"]
    if numbers:
        for measure, told in zip(report["verdict"]["numbers"], four_numbers(report)):
            label = {"devices-that-dropped": "devices that dropped", "downtime-seconds": "device-hours",
                     "still-down": "still down at day's end", "availability": "availability"}[measure["kind"]]
            found = re.search(re.escape(label) + r"[:|]*\s+(?:\|\s*)?((?:at (?:least|most) )?(?:under )?[\d.,]+(?: %)?)", text, re.I)
            same(f"{name}: {label}", found and found.group(1).rstrip(".,"), told)
    if drops:
        same(f"{name}: drops", f"{number(totals['drops'])} drop" in text or totals["drops"] == 0, True)
    if totals["renewals"]:
        same(f"{name}: renewals", f"{number(totals['renewals'])} token renewal" in text, True)
    # What a form has no room for, it counts.
    more = re.search(r"And ([\d,]+) more incidents? ", text)
    told = [incident for incident in report["incidents"]
            if re.search(r"(?<![\d,])" + re.escape(number(incident["devices"])) + r" devices", text)]
    same(f"{name}: incidents with their devices", len(told) + (int(more.group(1)) if more else 0), len(report["incidents"]))


def check_numbers_table(name, rows, report):
    values = [row for row in rows if row and row[0] in (
        "Devices that dropped", "Downtime, device-hours", "Still down at day's end", "Availability")]
    found = [re.match(r"((?:at (?:least|most) )?(?:under )?[\d.,]+(?: %)?)", row[1]).group(1) for row in values]
    same(f"{name}: the four numbers", found, four_numbers(report))


def markdown_rows(text):
    return [[cell.strip().replace("\\", "") for cell in line.strip().strip("|").split("|")]
            for line in text.splitlines() if line.startswith("|")]


def check_page(folder, report):
    page = Cells((folder / "report.html").read_text(encoding="utf-8"))
    totals = report["totals"]
    same("report.html: incidents", page.articles, min(30, len(report["incidents"])))
    values = re.search(r"Devices that dropped (.*?) Downtime, device-hours (.*?) Still down at day's end (.*?) Availability (.*?)(?: Compared| The day| Hours|$)", page.plain)
    found = [re.match(r"((?:at (?:least|most) )?(?:under )?[\d.,]+(?: %)?)", part).group(1) for part in values.groups()]
    same("report.html: the four numbers", found, four_numbers(report))
    same("report.html: renewals", f"{number(totals['renewals'])} token renewal" in page.plain or not totals["renewals"], True)
    text = (folder / "report.md").read_text(encoding="utf-8")
    rows = markdown_rows(text)
    check_numbers_table("report.md", rows, report)
    start = rows.index(["Cause", "Drops", "Share", "Devices", "Device-hours down", "Still open"])
    causes = []
    for row in rows[start + 2:]:
        if len(row) != 6 or not row[1].replace(",", "").isdigit():
            break
        causes.append(int(row[1].replace(",", "")))
    same("report.md: drops over all causes", sum(causes), totals["drops"])
    same("report.md: incidents", len(re.findall(r"^### \d+\. ", text, re.M)), min(30, len(report["incidents"])))
    check_text("report.md", text, report, drops=False, numbers=False)


def check_mail(folder, report):
    message = email.message_from_bytes((folder / "summary.eml").read_bytes(), policy=email.policy.default)
    plain = message.get_body(("plain",)).get_content()
    joined = re.sub(r" \r?\n", " ", plain)
    check_text("mail, plain", joined, report)
    rich = Cells(message.get_body(("html",)).get_content())
    check_text("mail, html", rich.plain, report, numbers=False)
    check_numbers_table("mail, html", [row for row in rich.rows if len(row) in (2, 4)], report)
    files = {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}
    page = [content for name, content in files.items() if name.endswith(".html")]
    same("mail: the page is the page", page, [(folder / "report.html").read_bytes()])
    for name, content in files.items():
        if name.endswith(".csv.gz"):
            same("mail: the drops are the drops", gzip.decompress(content), (folder / "drops.csv").read_bytes())
    subject = message["Subject"]
    incidents = len(report["incidents"])
    if incidents:
        same("mail: incidents in the subject", re.search(r"([\d,]+) incident", subject).group(1), number(incidents))
    down = words(report["verdict"]["numbers"][2], report["totals"])
    if down and down != "0":
        same("mail: devices down in the subject", re.search(r"((?:at least )?[\d,]+) devices? down", subject).group(1), down)
    phone = (folder / "phone.txt").read_text(encoding="utf-8")
    same("phone.txt: begins as the subject does", phone.split(". ")[0], subject.split("] ")[1])


def check_tickets(folder, report):
    for file in sorted((folder / "tickets").glob("*")):
        text = file.read_text(encoding="utf-8")
        if file.name.startswith("day."):
            if file.suffix == ".html":
                check_numbers_table(file.name, Cells(text).rows, report)
            elif file.suffix == ".md":
                check_numbers_table(file.name, markdown_rows(text), report)
            check_text(file.name, Cells(text).plain if file.suffix == ".html" else text, report, drops=False,
                       numbers=file.suffix == ".txt")
            continue
        key = re.search(r"Key: (\S+?)[,.]", text).group(1)
        incident = next(i for i in report["incidents"] if i["key"] == key)
        text = Cells(text).plain if file.suffix == ".html" else text
        same(f"{file.name}: devices", re.search(r"([\d,]+) devices \(", text).group(1), number(incident["devices"]))
        same(f"{file.name}: drops", re.search(r"([\d,]+) drops?,", text).group(1), number(incident["drops"]))
        same(f"{file.name}: downtime", f"{device_hours(incident['downtimeSeconds'])} device-hour" in text, True)


def main(folder):
    folder = pathlib.Path(folder)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    count_drops(report, (folder / "drops.csv").read_bytes().decode())
    if (folder / "renewals.csv.gz").exists():
        count_renewals(report, gzip.decompress((folder / "renewals.csv.gz").read_bytes()).decode())
    check_page(folder, report)
    check_mail(folder, report)
    check_tickets(folder, report)
    print("\n".join(FAULTS) if FAULTS else f"{COUNT} numbers agree")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
