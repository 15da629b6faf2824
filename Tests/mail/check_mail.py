#!/usr/bin/env python3
"""Sends mail as hubdrops does to a real SMTP server and reads it back with an unrelated reader.

    python3 Tests/mail/check_mail.py PATH-OF-mail-probe [--postfix]

Needs the Python packages of requirements.txt. With --postfix also a Postfix, root, and a private instance of it is
started on 127.0.0.1 that relays to the server of this script; nothing leaves the machine.
"""

import asyncio
import contextlib
import email
import email.policy
import json
import logging
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import warnings

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

PASSWORD = "pa55 wörd"
FAILURES = []


def check(name, value, expected):
    """One line for each thing that was looked at."""
    good = value == expected
    print(("ok    " if good else "WRONG ") + name)
    if not good:
        print(f"      expected {expected!r:.400}\n      found    {value!r:.400}")
        FAILURES.append(name)


class Mailbox:
    """Keeps what it is given; addresses say how it should behave."""

    def __init__(self):
        self.mails = []
        self.seen = []
        self.hang_up = False
        self.slow_recipients = 0
        self.slow_answer = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.seen.append(address)
        await asyncio.sleep(self.slow_recipients)
        if address.startswith("gone"):
            return "550 5.1.1 no such user"
        if address.startswith("full"):
            return "451 4.2.2 mailbox full"
        if address.startswith("once") and self.seen.count(address) == 1:
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), bytes(envelope.original_content), session.host_name))
        await asyncio.sleep(self.slow_answer)
        if self.hang_up:
            server.transport.close()
        return "250 2.0.0 queued"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == b"hub" and data.password == PASSWORD.encode()
    return AuthResult(success=good, handled=False)


class Bench:
    def __init__(self, probe, folder):
        self.probe = probe
        self.folder = folder
        authority = trustme.CA()
        self.authority = str(folder / "ca.pem")
        authority.cert_pem.write_to_path(self.authority)
        certificate = authority.issue_cert("127.0.0.1", "localhost")
        self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(self.tls)
        self.password = folder / "password"
        self.password.write_text(PASSWORD + "\n", encoding="utf-8")
        self.password.chmod(0o600)
        self.count = 0

    def request(self, **changes):
        self.count += 1
        request = {
            "outbox": str(self.folder / f"outbox-{self.count}"),
            "tries": 1,
            "server": None,
            "mail": {
                "from": "Hub drops, nightly <reports@ops.example>",
                "to": ["Jürgen Größe <night@ops.example>"],
                "cc": ["day@ops.example"],
                "bcc": ["boss@ops.example"],
                "subject": "[hubdrops] contoso-prod: WORSE, größer als üblich, 37 Geräte down " + "x" * 40,
                "hub": "contoso-prod",
                "revision": 1,
                "text": "Worse than yesterday: äöü €\n.\n.leading dot\nFrom here\n" + "long line " * 300 + "\n",
                "html": "<p>" + "größer " * 500 + "</p>",
                "files": [
                    {"name": "Bericht größer.html", "type": "text/html", "text": "<p>é" + "x" * 5000 + "</p>"},
                    {"name": "drops.csv", "type": "text/csv", "text": "device,drops\r\na,1\r\n"},
                ],
            },
        }
        request.update(changes)
        return request

    def server(self, port, security="starttls", **changes):
        server = {
            "host": "127.0.0.1", "port": port, "security": security, "user": "hub",
            "passwordFile": str(self.password), "certificateFile": self.authority,
        }
        server.update(changes)
        return server

    def written(self, request):
        path = self.folder / f"request-{self.count}.json"
        path.write_text(json.dumps(request))
        return path

    def run_and_kill(self, request, when):
        """Ends the program without warning as soon as `when` is true."""
        program = subprocess.Popen([self.probe, str(self.written(request))], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not when() and time.monotonic() < deadline:
            time.sleep(0.002)
        program.kill()
        return program.wait()

    def run(self, request, **environment):
        path = self.written(request)
        done = subprocess.run(
            [self.probe, str(path)], capture_output=True, text=True, timeout=120, env={**os.environ, **environment})
        for secret in (PASSWORD, "pa55"):
            check_quietly("no password in the output", secret in done.stdout + done.stderr, False)
        for file in pathlib.Path(request["outbox"]).glob("*"):
            check_quietly("no password in the outbox", "pa55" in file.read_text(errors="replace"), False)
        if done.returncode != 0:
            raise SystemExit(f"mail-probe: {done.stderr}")
        return json.loads(done.stdout)


def check_quietly(name, value, expected):
    if value != expected:
        check(name, value, expected)


def start(handler, **options):
    """A server on a free port."""
    controller = Controller(handler, hostname="127.0.0.1", port=0, server_hostname="mx.test", **options)
    # Controller wants to know its port before it listens, in order to see that it does.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        controller.port = free.getsockname()[1]
    controller.start()
    return controller


def check_content(name, raw, mail):
    """The octets as the server got them, by raw rules and by Python's email package."""
    check(name + ": 7-bit", all(byte < 128 for byte in raw), True)
    check(name + ": no bare CR or LF", raw.replace(b"\r\n", b"").count(b"\r") + raw.replace(b"\r\n", b"").count(b"\n"), 0)
    check(name + ": no line over 998", max(map(len, raw.split(b"\r\n"))) <= 998, True)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    defects = []
    for part in message.walk():
        defects += list(part.defects)
        for value in part.values():
            defects += list(value.defects)
    check(name + ": no defects", defects, [])
    check(name + ": subject", message["Subject"], mail["subject"])
    check(name + ": to", str(message["To"]), mail["to"][0])
    check(name + ": no bcc header", message["Bcc"], None)
    check(name + ": boss nowhere in the message", b"boss" in raw, False)
    check(name + ": message id", message["Message-ID"], "<contoso-prod.2026-03-14.r1@ops.example>")
    for kind, told in (("plain", mail["text"]), ("html", mail["html"] + "\n")):
        read = message.get_body((kind,)).get_content().replace("\r\n", "\n")
        check(f"{name}: text/{kind}", read, told)
    files = [(part.get_filename(), part.get_content_type(), part.get_payload(decode=True).decode()) for part in message.iter_attachments()]
    check(name + ": attachments", files, [(file["name"], file["type"], file["text"]) for file in mail["files"]])


def check_delivery(bench):
    box = Mailbox()
    guarded = dict(tls_context=bench.tls, require_starttls=True, authenticator=authenticate, auth_required=True,
                   data_size_limit=200_000)
    server = start(box, **guarded)
    everyone = ["night@ops.example", "day@ops.example", "boss@ops.example"]

    request = bench.request(server=bench.server(server.port))
    results = bench.run(request)
    check("STARTTLS and AUTH: done", [r["state"] for r in results], ["done"])
    check("STARTTLS and AUTH: one message", len(box.mails), 1)
    sender, recipients, raw, greeting = box.mails[0]
    check("envelope: sender", sender, "reports@ops.example")
    check("envelope: all recipients, Bcc too", recipients, everyone)
    check("greeting", greeting, "probe.ops.example")
    check_content("STARTTLS", raw, request["mail"])
    check("sent before: not again", [r["state"] for r in bench.run(request)], ["doneBefore"])
    check("sent before: still one message", len(box.mails), 1)

    request = bench.request(server=bench.server(server.port, passwordFile=None, passwordVariable="PROBE_PASSWORD"))
    check("password from a variable", [r["state"] for r in bench.run(request, PROBE_PASSWORD=PASSWORD)], ["done"])

    for word, state, part in [("gone", "done", "not delivered: 127.0.0.1:{}: 550 5.1.1 no such user"),
                              ("full", "waiting", "waits for the next run: 127.0.0.1:{}: 451 4.2.2 mailbox full")]:
        box.mails.clear()
        request = bench.request(server=bench.server(server.port))
        request["mail"]["cc"] = [f"{word}@ops.example"]
        result = bench.run(request)[0]
        check(f"{word}: state", result["state"], state)
        check(f"{word}: problem", [p.split("ops.example: ")[1] for p in result["problems"]], [part.format(server.port)])
        check(f"{word}: the others have it", [m[1] for m in box.mails], [["night@ops.example", "boss@ops.example"]])
        if word == "full":
            request["mail"] = None
            bench.run(request)
            check("full: the next run asks for it alone", box.seen[-1], "full@ops.example")
            check("full: nobody else gets a second copy", len(box.mails), 1)
    box.mails.clear()
    request = bench.request(server=bench.server(server.port), tries=3)
    request["mail"].update(to=["once@ops.example"], cc=[], bcc=[])
    check("greylisted, then taken in the same run", [r["state"] for r in bench.run(request)], ["done"])
    check("greylisted: one message", len(box.mails), 1)

    everybody_gone = bench.request(server=bench.server(server.port))
    everybody_gone["mail"].update(to=["gone@ops.example"], cc=["gone2@ops.example"], bcc=[])
    result = bench.run(everybody_gone)[0]
    check("all refused: told for each", len(result["problems"]), 2)

    wrong = bench.folder / "wrong"
    wrong.write_text("wrong")
    wrong.chmod(0o600)
    request = bench.request(server=bench.server(server.port, passwordFile=str(wrong)), tries=3)
    result = bench.run(request)[0]
    check("wrong password: waits", (result["state"], "535" in result["problems"][0]), ("waiting", True))
    request["server"] = bench.server(server.port)
    request["mail"] = None
    check("right password: the next run sends it", [r["state"] for r in bench.run(request)], ["done"])

    request = bench.request(server=bench.server(server.port))
    request["mail"]["files"].append({"name": "big.csv", "type": "text/csv", "text": "x" * 300_000})
    result = bench.run(request)[0]
    check("too large: refused for good", (result["state"], "552" in result["problems"][0]), ("done", True))

    request = bench.request(server=bench.server(server.port, certificateFile=None))
    result = bench.run(request)[0]
    check("untrusted certificate: waits", (result["state"], "certificate" in result["problems"][0]), ("waiting", True))

    box.mails.clear()
    box.hang_up = True
    request = bench.request(server=bench.server(server.port))
    result = bench.run(request)[0]
    check("connection lost after the message: waits", (result["state"], len(box.mails)), ("waiting", 1))
    box.hang_up = False
    server.stop()

    request = bench.request(server=bench.server(server.port), tries=2)
    result = bench.run(request)[0]
    check("refused connection: waits", (result["state"], "connect" in result["problems"][0]), ("waiting", True))


def check_kills(bench):
    """kill -9 before the server has the message, and after it has it but before it says so."""
    box = Mailbox()
    server = start(box)
    way = bench.server(server.port, security="none", user=None, passwordFile=None)

    request = bench.request(server=way)
    box.slow_recipients = 30
    ended = bench.run_and_kill(request, lambda: box.seen)
    check("killed before the message was sent", (ended, len(box.mails)), (-9, 0))
    box.slow_recipients = 0
    request["mail"] = None
    results = bench.run(request)
    check("the next run sends it", ([r["state"] for r in results], len(box.mails)), (["done"], 1))

    box.mails.clear()
    request = bench.request(server=way)
    box.slow_answer = 30
    ended = bench.run_and_kill(request, lambda: box.mails)
    check("killed while the server took the message", (ended, len(box.mails)), (-9, 1))
    box.slow_answer = 0
    request["mail"] = None
    results = bench.run(request)
    check("the next run sends it and says that it may come twice",
          [(r["state"], r["mayArriveTwice"]) for r in results], [("done", True)])
    ids = {email.message_from_bytes(mail[2])["Message-ID"] for mail in box.mails}
    check("both copies have one id", (len(box.mails), len(ids)), (2, 1))
    check("and then it is done", bench.run(request), [])
    server.stop()


def check_other_ways(bench):
    box = Mailbox()
    plain = start(box)
    request = bench.request(server=bench.server(plain.port))
    result = bench.run(request)[0]
    check("no STARTTLS offered: waits, and nothing is sent", (result["state"], len(box.mails)), ("waiting", 0))
    request["server"] = bench.server(plain.port, security="none")
    request["mail"] = None
    result = bench.run(request)[0]
    check("password without TLS: waits, and nothing is sent", (result["state"], len(box.mails)), ("waiting", 0))
    request["server"] = bench.server(plain.port, security="none", user=None, passwordFile=None)
    check("local relay without password", [r["state"] for r in bench.run(request)], ["done"])
    check_content("local relay", box.mails[0][2], bench.request()["mail"])
    plain.stop()

    implicit = start(box, ssl_context=bench.tls, authenticator=authenticate, auth_required=True, auth_require_tls=False)
    request = bench.request(server=bench.server(implicit.port, security="implicit"))
    check("implicit TLS", [r["state"] for r in bench.run(request)], ["done"])
    implicit.stop()

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        request = bench.request(server=bench.server(silent.getsockname()[1]))
        started = time.monotonic()
        result = bench.run(request)[0]
        check("a silent server: waits", (result["state"], time.monotonic() - started < 30), ("waiting", True))


@contextlib.contextmanager
def postfix(box):
    """A private Postfix that relays to a mailbox; gives its port and the folder of its configuration."""
    far = start(box)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        near = free.getsockname()[1]
    place = pathlib.Path("/tmp") / f"hubdrops-postfix-{os.getpid()}"
    for name in ("conf", "queue", "data"):
        (place / name).mkdir(parents=True)
    shutil.chown(place / "data", "postfix")
    library = subprocess.run(["postconf", "-dh", "daemon_directory"], capture_output=True, text=True).stdout.strip()
    (place / "conf/main.cf").write_text(f"""compatibility_level = 3.6
queue_directory = {place}/queue
data_directory = {place}/data
daemon_directory = {library}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.ops.example
mydestination =
relayhost = [127.0.0.1]:{far.port}
relay_domains = ops.example
mynetworks = 127.0.0.0/8
smtp_tls_security_level = none
maillog_file = {place}/mail.log
maillog_file_prefixes = {place}
alias_maps =
alias_database =
authorized_submit_users = static:anyone
""")
    master = pathlib.Path("/etc/postfix/master.cf").read_text().splitlines()
    services = []
    for line in master:
        words = line.split()
        if not words or line.startswith(("#", " ", "\t")) or words[1] not in ("unix", "unix-dgram", "fifo", "inet"):
            continue
        if words[1] == "inet":
            services.append(f"127.0.0.1:{near} inet n - n - - smtpd")
        elif words[0] not in ("maildrop", "uucp", "ifmail", "bsmtp", "scalemail-backend", "mailman"):
            words[4] = "n"
            services.append(" ".join(words))
    (place / "conf/master.cf").write_text("\n".join(services) + "\n")
    subprocess.run(["postfix", "-c", str(place / "conf"), "start"], check=True, capture_output=True)
    try:
        yield near, str(place / "conf")
    finally:
        subprocess.run(["postfix", "-c", str(place / "conf"), "stop"], capture_output=True)
        far.stop()
        shutil.rmtree(place, ignore_errors=True)


def wait_for_mail(box):
    deadline = time.monotonic() + 30
    while not box.mails and time.monotonic() < deadline:
        time.sleep(0.2)


def check_postfix(bench):
    """Relays through a private Postfix, which folds or tears what is not mail, and reads the far end."""
    box = Mailbox()
    with postfix(box) as (near, configuration):
        ways = [("postfix by SMTP", dict(server=bench.server(near, security="none", user=None, passwordFile=None))),
                ("postfix by sendmail -t -i", dict(sendmail="/usr/sbin/sendmail -t -i")),
                ("postfix by sendmail with arguments", dict(sendmail="/usr/sbin/sendmail -i"))]
        for name, way in ways:
            box.mails.clear()
            request = bench.request(**way)
            check(name + ": done", [r["state"] for r in bench.run(request, MAIL_CONFIG=configuration)], ["done"])
            wait_for_mail(box)
            check(name + ": arrived once, at everyone",
                  sorted(address for mail in box.mails for address in mail[1]),
                  ["boss@ops.example", "day@ops.example", "night@ops.example"])
            check_content(name, box.mails[0][2], request["mail"])


def main():
    # The server of the test reports each refusal that is asked of it.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(sys.argv[1], pathlib.Path(folder))
        check_delivery(bench)
        check_kills(bench)
        check_other_ways(bench)
        if "--postfix" in sys.argv:
            check_postfix(bench)
    print(f"{len(FAILURES)} wrong")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
