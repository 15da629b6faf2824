#!/usr/bin/env python3
"""Sends a day of hostile names through every output: hostile_day.py HUBDROPS

Each string of STRINGS is the id of a device and of a module, an SDK, a protocol, a message and a description of one
day. The binary runs over it, then every output is read by an engine of another maker: pages in Chromium, Markdown in
cmark-gfm and markdown-it, CSV by Python, mail by Python's email package, JSON by Python, words on the terminal byte
by byte. A name must come back as it was (or with its invisible characters made visible), and must never become a tag,
a link, a formula, a header, a request or a terminal command. Prints one line per fault; the exit status is 1 when
there is one.

Needs: apt install chromium cmark-gfm; pip install playwright markdown-it-py linkify-it-py
"""
import csv
import email
import email.policy
import html
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

DAY = "2026-03-10"
HUB = ("/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/RG-FIELD/PROVIDERS/MICROSOFT.DEVICES"
       "/IOTHUBS/PUMPS-WEU")
LONGEST_ID = 128
# A longer name may be shortened on a page.
LONGEST_SHOWN = 40
# Devices that have a row on the page; of the others it says how many they are.
ROWS = 200

STRINGS = [
    # Markup and scripts
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "'-alert(1)-'",
    "</title><script src=//evil.example/x.js></script>", "<!--", "-->", "]]>", "<![CDATA[x]]>", "&lt;b&gt;", "&#60;",
    "javascript:alert(1)", "<a href=\"javascript:alert(1)\">x</a>", "<style>*{display:none}</style>", "</details>",
    "<meta http-equiv=refresh content=0>", "<base href=//evil.example>", "<iframe src=//evil.example>", "</table>",
    # Templates
    "{{secret}}", "{{{html}}}", "{{#list}}x{{/list}}", "${7*7}", "#{7*7}", "<%= 1 %>", "{% raw %}", "%s%n%x", "\\(x)",
    # Markdown
    "`code`", "**bold**", "_it_", "~~no~~", "[x](http://evil.example)", "![x](http://evil.example/a.png)", "a|b|c",
    "| --- | --- |", "# head", "- list", "1. list", "> quote", "```", "---", "===", "\\|", "\\", "a\\", "@everyone",
    "@octocat", "#1", "GH-1", "fixes #1", "owner/repo#1", "http://evil.example", "https://evil.example/x", "www.evil.example",
    "me@evil.example", "mailto:me@evil.example", ":tada:", "$x^2$", "[ref]: http://evil.example", "[^1]", "<http://evil.example>",
    "!1", "%2", "~3", "/close", "/assign me", "AB#12", "0123456789abcdef0123456789abcdef01234567",
    # Formulas
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://evil.example\")", "=cmd|' /C calc'!A0", "\t=1", "\r=1", ";=1", "'=1",
    "＝1+1", "\"", "\"\"", "a,b", "a;b", "a\nb", "a\r\nb", "\n", ",",
    # Headers, terminals, shells, SQL, paths
    "x\r\nBcc: all@evil.example", "x\r\n\r\n<b>body</b>", "=?utf-8?q?x?=", ".", "..", ".\r\n.", "From x", "--boundary",
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\x07", "\x08\x08", "\x7f", "\x1b]8;;http://evil.example\x1b\\",
    "$(touch x)", "`touch x`", "; touch x", "| touch x", "&& touch x", "%PATH%", "$HOME", "~", "*", "?", "-rf", "--help",
    "'; DROP TABLE events; --", "' OR 1=1", "%", "_", "NULL", "null", "nil", "true", "NaN", "Infinity", "0", "-0", "1e999",
    "../../../etc/passwd", "/etc/passwd", "a/b", "a\\b", "C:\\x", "con", "nul.txt", "a:b", "\0", "a\0b", "file:///etc/passwd",
    # Characters
    "\u202egnp.exe", "\u2066a\u2069", "a\u200bb", "a\u00adb", "\ufeffa", "a\u2028b", "a\u2029b", "\u0301", "e\u0301", "é",
    "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b", "田中さん", "مرحبا", "שלום", "ﷺ", "👩‍👩‍👧", "🇩🇪", "😀" * 30,
    "\U000e0041", "\u3164", "\u115f", "\u2800", "\u034f", "a\ufe0f", "\ufff9a\ufffb", "\ufffd", "\uffff", "\ue000", "\U0010ffff",
    "ß", "ı", "İ", "ſ", "K", "Å", "１２", "ａ", "𝒳", "\u00a0", "a\u00a0b", " ", "  ", " a ", "a  b", "\u3000", "\u1680",
    "x" * LONGEST_ID, "W" * LONGEST_ID, "界" * 42, "a" * 60 + " " + "b" * 60, "a-" * 64,
]


def records():
    """Two devices of each string: one drops and comes back, one drops and does not."""
    for position, text in enumerate(STRINGS):
        for second, device in enumerate((text, f"{position}-{text}"[:LONGEST_ID])):
            at = position * 5 % (20 * 60)
            def record(minute, operation, code=None):
                minute += at
                properties = {
                    "deviceId": device, "protocol": text if second else "Mqtt", "authType": None,
                    "maskedIpAddress": text if second else "203.0.113.XXX",
                    "statusCode": code[:3] if code else None, "errorMessage": text if code else "",
                    **({"sdkVersion": text} if operation == "deviceConnect" else {}),
                    **({"moduleId": text} if second and position % 2 else {}),
                }
                return {
                    "time": f"{DAY}T{minute // 60:02}:{minute % 60:02}:{position % 60:02}Z", "resourceId": HUB,
                    "operationName": operation, "category": "Connections", "level": "Error" if code else "Information",
                    **({"resultType": code, "resultDescription": text} if code else {}),
                    "properties": json.dumps(properties, ensure_ascii=position % 2 == 0), "location": text,
                }
            yield record(0, "deviceConnect")
            yield record(90, "deviceDisconnect", "404104")
            if second == 0:
                yield record(120, "deviceConnect")


def plain(name):
    """What is left to compare once each output has its own way with the characters that none can see."""
    name = re.sub(r"⟨U\+([0-9A-F]{4,6})⟩", lambda m: chr(int(m.group(1), 16)), name)
    name = "".join(chr(ord(c) - 0x2400) if 0x2400 <= ord(c) <= 0x241F else "\x7f" if c == "\u2421" else c for c in name)
    return " ".join(name.split())


def unseen(text):
    allowed = "\n\t"
    return sorted({f"U+{ord(c):04X}" for c in text if c not in allowed and (
        unicodedata.category(c) in ("Cc", "Zl", "Zp")
        or unicodedata.category(c) == "Cf" and c != "\u200d" or c in "\u3164\u115f\u1160\uffa0\u2800\u034f")})


class Tags(html.parser.HTMLParser):
    """Counts what a name must never become."""
    FORBIDDEN = {"script", "img", "iframe", "object", "embed", "form", "base", "link", "input", "video", "audio"}

    def __init__(self):
        super().__init__()
        self.faults = []

    def handle_starttag(self, tag, attributes):
        if tag in self.FORBIDDEN:
            self.faults.append(f"a tag {tag}")
        for name, value in attributes:
            if name.startswith("on") or value and re.match("(https?:)?//.*evil|javascript:|data:", value) and name in ("href", "src"):
                self.faults.append(f"{tag} has {name}={value!r}")


def page_faults(files, names):
    from playwright.sync_api import sync_playwright
    faults = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for file in files:
            tags = Tags()
            tags.feed(file.read_text(encoding="utf-8"))
            faults += [f"{file}: {fault}" for fault in tags.faults[:5]]
            page = browser.new_page(viewport={"width": 390, "height": 900})
            url = file.resolve().as_uri()
            page.on("request", lambda r: r.url.split("#")[0] != url and faults.append(f"{file}: asks for {r.url}"))
            page.on("console", lambda m: faults.append(f"{file}: console says {m.text}"))
            page.on("dialog", lambda d: (faults.append(f"{file}: a dialog"), d.dismiss()))
            page.goto(url)
            if page.evaluate("document.documentElement.scrollWidth") > 390:
                faults.append(f"{file}: wider than a phone")
            if file.name == "report.html" and file.parent.name == DAY:
                text = page.evaluate("document.body.textContent")
                shown = plain(text)
                faults += [f"{file}: {name!r} is not on the page" for name in names
                           if plain(name if len(name) <= LONGEST_SHOWN else name[:20]) not in shown]
                if hidden := unseen(text):
                    faults.append(f"{file}: shows characters that cannot be seen: {hidden}")
            page.close()
        browser.close()
    return faults


def markdown_faults(files, names):
    from markdown_it import MarkdownIt
    faults = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        if hidden := unseen(text):
            faults.append(f"{file}: characters that cannot be seen: {hidden}")
        engines = {
            "cmark-gfm": subprocess.run(
                ["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e",
                 "strikethrough", file], capture_output=True, text=True, check=True).stdout,
            "markdown-it": MarkdownIt("gfm-like", {"html": True}).render(text),
        }
        for engine, rendered in engines.items():
            tags = Tags()
            tags.feed(rendered)
            faults += [f"{file}: {engine}: {fault}" for fault in tags.faults[:5]]
            words = html.unescape(re.sub(r"<!--.*?-->", "", rendered, flags=re.S))
            if re.search(r'(?<![\w<])@(?=octocat|everyone)', re.sub(r"<!--.*?-->", "\0", rendered, flags=re.S)):
                faults.append(f"{file}: {engine}: a ping")
            if file.name == "report.md":
                lines = plain(re.sub(r"</?(?:code|br)>", "", words))
                faults += [f"{file}: {engine}: {name!r} is not there" for name in names[:10] if plain(name) not in lines]
    return faults


def csv_faults(file, names):
    faults, seen = [], set()
    with open(file, encoding="utf-8", newline="") as rows:
        table = list(csv.reader(rows, strict=True))
    width = len(table[0])
    for number, row in enumerate(table[1:], 2):
        if len(row) != width:
            faults.append(f"{file}:{number}: {len(row)} cells, expected {width}")
            continue
        faults += [f"{file}:{number}: a spreadsheet would run {cell!r}" for cell in row
                   if cell[:1] in ("=", "+", "@", "\t", "\r", "\n", "＝") or cell[:1] == "-" and not re.fullmatch(r"-\d+(\.\d+)?", cell)]
        seen.add(row[1][1:] if row[1][:1] == "'" else row[1])
    faults += [f"{file}: no row of {name!r}" for name in names if name not in seen and name.lstrip("'") not in seen]
    return faults


def mail_faults(file):
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    faults = [f"{file}: {defect!r}" for part in message.walk() for defect in part.defects]
    known = {"From", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "References",
             "In-Reply-To", "Auto-Submitted", "List-Id", "Content-Language", "Precedence", "Reply-To", "X-Unsent", "Content-Transfer-Encoding"}
    faults += [f"{file}: a header {name}" for name in message.keys()
               if name not in known and not name.startswith("X-") or "evil" in str(message[name])]
    faults += [f"{file}: a line of {len(line)} octets" for line in file.read_bytes().split(b"\r\n") if len(line) > 998]
    return faults


def terminal_faults(what, run):
    text = (run.stdout + run.stderr).decode("utf-8", "replace")
    return [f"{what}: writes {hidden} to the terminal" for hidden in [unseen(text)] if hidden]


def main(hubdrops):
    faults = []
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch:
        scratch = pathlib.Path(scratch)
        logs, out, database = scratch / "logs", scratch / "out", scratch / "hubdrops.sqlite"
        logs.mkdir()
        day = sorted(records(), key=lambda record: record["time"])
        (logs / "PT1H.json").write_text(
            "\n".join(json.dumps(r, ensure_ascii=n % 3 == 0) for n, r in enumerate(day)) + "\n", encoding="utf-8", errors="surrogatepass")
        common = ["--db", database, "--day", DAY]
        run = subprocess.run([hubdrops, "run", "--logs", logs, "--out", out, "--summary", *common], capture_output=True)
        if run.returncode not in (0, 1):
            return [f"run: exit {run.returncode}: {run.stderr.decode(errors='replace')}"]
        faults += terminal_faults("run", run)
        folder = out / DAY
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        sent = {json.loads(record["properties"])["deviceId"] for record in day}
        taken = {name for name in sent if "\0" not in name}
        rejects = sum("\0" in record["properties"] or "\\u0000" in record["properties"] for record in day)
        if report["input"]["rejected"] != rejects:
            faults.append(f"report.json: {report['input']['rejected']} records rejected, {rejects} hold a zero")
        listed = [device["device"] for device in report["devices"]]
        faults += [f"report.json: a device {name!r} that was never sent" for name in listed if name not in taken]
        faults += page_faults(sorted(out.rglob("*.html")), listed[:ROWS])
        faults += markdown_faults(sorted(folder.rglob("*.md")), listed)
        faults += csv_faults(folder / "drops.csv", taken)
        for mail in folder.rglob("*.eml"):
            faults += mail_faults(mail)
        for path in out.rglob("*"):
            if not re.fullmatch(r"[A-Za-z0-9._=-]+", path.name) or path.name.startswith("-"):
                faults.append(f"{path!r}: not a safe file name")
        for name in STRINGS:
            if "\0" in name:
                continue
            shown = subprocess.run([hubdrops, "device", *common, "--", name], capture_output=True)
            faults += terminal_faults(f"device {name!r}", shown)
            if shown.returncode != 0 or b"404104" not in shown.stdout:
                faults.append(f"device {name!r}: exit {shown.returncode}, {shown.stderr.decode(errors='replace').strip()}")
    return faults


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.splitlines()[0])
    found = main(sys.argv[1])
    print("\n".join(found) if found else f"{len(STRINGS)} hostile strings through every output: no faults")
    sys.exit(1 if found else 0)
