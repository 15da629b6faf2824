#!/usr/bin/env python3
"""Lets hubdrops mail the sample day through a real SMTP server and reads it back with two readers that are not ours.

    python3 Tests/mail/check_run.py PATH-OF-hubdrops PATH-OF-SampleData [--postfix]

Needs the Python packages of requirements.txt and the Debian package ripmime, the second reader.
"""

import email
import email.policy
import gzip
import logging
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings

from check_mail import Bench, FAILURES, Mailbox, PASSWORD, authenticate, check, postfix, start


def configuration(folder, port, authority, password, **changes):
    settings = {"to": "night@ops.example", "cc": "day@ops.example", "when": "always", **changes}
    (folder / "hubdrops.yaml").write_text(f"""
mail:
  when: {settings['when']}
  from: Hub drops, nightly <reports@ops.example>
  to: [{settings['to']}]
  cc: [{settings['cc']}]
  bcc: [boss@ops.example]
  attach-csv: true
{settings.get('digest', '')}
  smtp:
    host: localhost
    port: {port}
    tls: starttls
    user: hub
    ca-file: {authority}
    {password}
""", encoding="utf-8")


def run(hubdrops, sample, folder, day="2026-03-10", **environment):
    done = subprocess.run(
        [hubdrops, "run", "--config", "hubdrops.yaml", "--logs", f"{sample}/logs", "--db", "h.sqlite", "--out", "out",
         "--day", day],
        cwd=folder, capture_output=True, text=True, timeout=300,
        env={**os.environ, **environment})
    check("no password in the output", PASSWORD in done.stdout + done.stderr, False)
    return done


def check_message(raw, folder):
    check("7-bit", all(byte < 128 for byte in raw), True)
    check("no bare CR or LF", raw.replace(b"\r\n", b"").count(b"\r") + raw.replace(b"\r\n", b"").count(b"\n"), 0)
    check("no line over 998", max(map(len, raw.split(b"\r\n"))) <= 998, True)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    defects = [str(d) for part in message.walk() for d in list(part.defects) + [x for v in part.values() for x in v.defects]]
    check("no defects", defects, [])
    check("structure", [part.get_content_type() for part in message.walk()],
          ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/html", "application/gzip"])
    check("one of each header", [name for name in ("From", "To", "Cc", "Subject", "Date", "Message-ID", "MIME-Version",
                                                   "Auto-Submitted", "List-Id") if len(message.get_all(name, [])) != 1], [])
    check("no Bcc", (message["Bcc"], b"boss" in raw), (None, False))
    check("subject", bool(re.fullmatch(
        r"\[hubdrops\] 2 hubs 2026-03-10: \d+ MATTERS NEED YOU, \d+ incidents, \d+ devices down", message["Subject"])), True)
    check("message id", message["Message-ID"], "<all-hubs.2026-03-10.r1@ops.example>")
    html = message.get_body(("html",)).get_content()
    plain = message.get_body(("plain",)).get_content()
    print(f"      html {len(html.encode()):,} bytes, plain {len(plain):,} characters, whole {len(raw):,} bytes")
    check("html under 80 KB with twenty devices", (len(html.encode()) < 80_000, html.count("word-break")), (True, 20))
    check("lines of the text fit a terminal", max(map(len, plain.splitlines())) <= 78, True)
    day = folder / "out/2026-03-10"
    files = {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}
    check("attached: the page and the drops", {name: len(content) > 0 for name, content in files.items()},
          {"all-hubs-2026-03-10.html": True, "all-hubs-2026-03-10-drops.csv.gz": True})
    check("the page as it is", files["all-hubs-2026-03-10.html"], (day / "report.html").read_bytes())
    check("the drops as they are", gzip.decompress(files["all-hubs-2026-03-10-drops.csv.gz"]), (day / "drops.csv").read_bytes())
    second_reader(raw, html, plain, files)


def second_reader(raw, html, plain, files):
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        (place / "m.eml").write_bytes(raw)
        (place / "out").mkdir()
        subprocess.run(["ripmime", "-i", "m.eml", "-d", "out"], cwd=place, check=True, capture_output=True)
        found = {path.name: path.read_bytes() for path in (place / "out").iterdir()}
        check("ripmime: attachments", {name: found.get(name) == content for name, content in files.items()},
              {name: True for name in files})
        bodies = {content.replace(b"\r\n", b"\n").strip() for name, content in found.items() if name.startswith("textfile")}
        check("ripmime: both bodies", [body.replace("\r\n", "\n").strip().encode() in bodies for body in (plain, html)], [True, True])


def digest(hubdrops, sample, folder, box, port, authority, password):
    """The week of the sample day, to one who gets nothing else: the run of its Sunday sends it, no other does."""
    configuration(folder, port, authority, f"password-file: {password}", when="never",
                  digest="  digest: week\n  digest-to: [manager@ops.example]")
    before = len(box.mails)
    run(hubdrops, sample, folder)
    check("digest: not before the week is over", len(box.mails), before)
    done = run(hubdrops, sample, folder, day="2026-03-15")
    check("digest: a day without data ends with 1", done.returncode, 1)
    check("digest: who got it", [recipients for _, recipients, _, _ in box.mails[before:]], [["manager@ops.example"]])
    run(hubdrops, sample, folder, day="2026-03-15")
    check("digest: once", len(box.mails), before + 1)
    raw = box.mails[before][2]
    check("digest: 7-bit, no line over 998", (all(byte < 128 for byte in raw), max(map(len, raw.split(b"\r\n"))) <= 998), (True, True))
    message = email.message_from_bytes(raw, policy=email.policy.default)
    check("digest: no defects", [str(d) for part in message.walk() for d in part.defects], [])
    check("digest: structure", [part.get_content_type() for part in message.walk()],
          ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/html"])
    check("digest: recipients", (message["To"], message["Cc"], b"boss" in raw), ("manager@ops.example", None, False))
    check("digest: subject", bool(re.fullmatch(
        r"\[hubdrops\] 2 hubs 2026-W11: [\d,]+ devices dropped, \d+ incidents, \d/7 days of data", message["Subject"])), True)
    check("digest: message id", message["Message-ID"], "<all-hubs.2026-W11.r1@ops.example>")
    html = message.get_body(("html",)).get_content()
    plain = message.get_body(("plain",)).get_content()
    print(f"      html {len(html.encode()):,} bytes, plain {len(plain):,} characters, whole {len(raw):,} bytes")
    check("digest: html under 80 KB", len(html.encode()) < 80_000, True)
    check("digest: lines of the text fit a terminal", max(map(len, plain.splitlines())) <= 78, True)
    week = folder / "out/2026-W11"
    files = {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}
    check("digest: the page as it is", files, {"all-hubs-2026-W11.html": (week / "report.html").read_bytes()})
    check("digest: summary.eml is what was sent", (week / "summary.eml").read_bytes() == raw, True)
    second_reader(raw, html, plain, files)


def relay(hubdrops, sample, folder):
    """The sample day through sendmail and a Postfix that relays it: the far end has the octets that left."""
    folder = folder / "relay"
    folder.mkdir()
    (folder / "hubdrops.yaml").write_text("""
mail:
  from: Hub drops, nightly <reports@ops.example>
  to: [night@ops.example]
  cc: [day@ops.example]
  bcc: [boss@ops.example]
  attach-csv: true
  incidents-to: [tickets@ops.example]
  sendmail: [/usr/sbin/sendmail, -t, -i]
""")
    box = Mailbox()
    with postfix(box) as (_, configuration):
        done = run(hubdrops, sample, folder, MAIL_CONFIG=configuration)
        check("postfix: the run ends well", (done.returncode, done.stderr), (0, ""))
        deadline = time.monotonic() + 30
        while len(box.mails) < 4 and time.monotonic() < deadline:
            time.sleep(0.2)
    of_day = [raw for _, _, raw, _ in box.mails if b"all-hubs.2026-03-10.r1@" in raw.split(b"Subject:")[1][:400]]
    kept = (folder / "out/2026-03-10/summary.eml").read_bytes()
    content = lambda raw: raw.split(b"\r\nMIME-Version: 1.0\r\n", 1)[1].rstrip()
    check("postfix: the mail of the day, as it left", [content(raw) == content(kept) for raw in of_day[:1]], [True])
    check_message(of_day[0], folder)
    about = [email.message_from_bytes(raw, policy=email.policy.default) for _, to, raw, _ in box.mails if "tickets@ops.example" in to]
    keys = sorted(path.stem for path in (folder / "out/2026-03-10/incidents").glob("*.eml"))
    check("postfix: a mail for each incident under its root", sorted(m["References"] for m in about),
          [f"<incident.{key}@ops.example>" for key in keys])
    check("postfix: their text begins with what it is", all(" on pumps-weu: " in m.get_content().splitlines()[0] for m in about), True)


def main():
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    hubdrops, sample = (str(pathlib.Path(argument).resolve()) for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        bench = Bench(None, folder)
        box = Mailbox()
        server = start(box, tls_context=bench.tls, require_starttls=True, authenticator=authenticate, auth_required=True,
                       data_size_limit=7_000_000)
        # 550 and 451 in one message: one is told and done with, the other waits, and nobody else gets a second copy.
        configuration(folder, server.port, bench.authority, f"password-file: {bench.password}", to="night@ops.example, gone@ops.example",
                      cc="once@ops.example")
        done = run(hubdrops, sample, folder)
        check("a refused recipient: the run ends with 1", (done.returncode, "gone@ops.example: not delivered" in done.stderr), (1, True))
        check("who got it, and when", [recipients for _, recipients, _, _ in box.mails],
              [["night@ops.example", "boss@ops.example"], ["once@ops.example"]])
        check_message(box.mails[0][2], folder)
        check("summary.eml is what was sent", (folder / "out/2026-03-10/summary.eml").read_bytes() == box.mails[0][2], True)
        run(hubdrops, sample, folder)
        check("a second run sends nothing", len(box.mails), 2)

        for path in ("h.sqlite", "out", "h.sqlite.outbox"):
            shutil.rmtree(folder / path) if (folder / path).is_dir() else (folder / path).unlink()
        digest(hubdrops, sample, folder, box, server.port, bench.authority, bench.password)
        del box.mails[2:]

        for path in ("h.sqlite", "out", "h.sqlite.outbox"):
            shutil.rmtree(folder / path) if (folder / path).is_dir() else (folder / path).unlink()
        configuration(folder, server.port, bench.authority, "password-env: HUB_PASSWORD", to="full@ops.example")
        first = run(hubdrops, sample, folder, HUB_PASSWORD="wrong")
        check("wrong password: said, and the run ends with 1", (first.returncode, "535" in first.stderr, len(box.mails)), (1, True, 2))
        second = run(hubdrops, sample, folder, HUB_PASSWORD=PASSWORD)
        check("451: waits, the day stands", (second.returncode, "waits for the next run" in second.stderr, len(box.mails)), (1, True, 3))
        server.stop()
        if "--postfix" in sys.argv:
            relay(hubdrops, sample, folder)
    print(f"{len(FAILURES)} wrong")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
