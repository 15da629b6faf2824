#!/usr/bin/env python3
"""Writes the manual pages from what the program says of itself and from docs/configuration.md.

    man.py hubdrops HUBDROPS            hubdrops(1), from `hubdrops --experimental-dump-help`
    man.py configuration DOCUMENT       hubdrops.yaml(5)

The date of a page is SOURCE_DATE_EPOCH's.
"""
import datetime, json, os, re, subprocess, sys


def date():
    return datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), datetime.timezone.utc).date()


def plain(text):
    """Text as roff shows it: nothing in it is a command."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("\u2019", "\\(cq")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.splitlines())


def paragraphs(text):
    for paragraph in re.split(r"\n\s*\n", text or ""):
        lines = paragraph.splitlines()
        if lines and all(line.startswith("  ") for line in lines if line):
            yield ".PP\n.nf\n.RS 4\n" + plain("\n".join(line.strip() for line in lines)) + "\n.RE\n.fi"
        elif paragraph.strip():
            yield ".PP\n" + plain(" ".join(paragraph.split()))


def names(argument):
    dashes = {"long": "--", "short": "-", "longWithSingleDash": "-"}
    shown = ["\\fB%s\\fR" % plain(dashes[name["kind"]] + name["name"]) for name in argument.get("names") or []]
    value = "\\fI%s\\fR" % plain(argument.get("valueName", "value"))
    if argument["kind"] == "positional":
        return value + (" ..." if argument["isRepeating"] else "")
    if argument["kind"] == "option":
        return ", ".join(shown) + " " + value
    return ", ".join(shown)


def arguments(command):
    shown = [item for item in command.get("arguments", []) if item.get("shouldDisplay", True)]
    return [item for item in shown if not any(name["name"] in ("help", "h") for name in item.get("names") or [])]


def walk(command, path=()):
    if command["commandName"] == "help":
        return
    here = path + (command["commandName"],)
    yield here, command
    for sub in command.get("subcommands", []):
        yield from walk(sub, here)


def options(command):
    for item in arguments(command):
        text = " ".join(filter(None, [item.get("abstract"), item.get("discussion")]))
        yield ".TP\n%s\n%s" % (names(item), plain(text))


def manual(program):
    dump = subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True, text=True).stdout
    root = json.loads(dump)["command"]
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    yield '.TH HUBDROPS 1 %s "hubdrops %s" "User Commands"' % (date(), version)
    yield ".SH NAME\nhubdrops \\- what dropped from an Azure IoT Hub, why, and what to do first"
    yield ".SH SYNOPSIS"
    for path, command in walk(root):
        if command.get("subcommands") and len(path) > 1:
            continue
        words = ["\\fB%s\\fR" % " ".join(path)]
        words += [names(item) if not item["isOptional"] else "" for item in arguments(command) if item["kind"] == "positional"]
        yield ".PP\n" + " ".join(word for word in words if word) + (" [\\fIoption\\fR ...]" if len(path) > 1 else " \\fIcommand\\fR")
    yield ".SH DESCRIPTION\n" + plain(root["abstract"])
    yield from paragraphs(root["discussion"])
    yield ".SH OPTIONS"
    yield from options(root)
    yield ".SH COMMANDS"
    for path, command in walk(root):
        if len(path) == 1 or command.get("subcommands"):
            continue
        yield ".SS %s" % " ".join(path)
        yield plain(command.get("abstract", ""))
        yield from paragraphs(command.get("discussion"))
        yield from options(command)
    yield """.SH EXIT STATUS
.TP
\\fB0\\fR
Done.
.TP
\\fB1\\fR
Done, but the input was incomplete or partly rejected; the report is marked.
.TP
\\fB2\\fR
Done, and an alert that \\fB\\-\\-fail\\-on\\fR names fired.
.TP
\\fB64\\fR, \\fB65\\fR, \\fB66\\fR, \\fB70\\fR, \\fB71\\fR, \\fB73\\fR, \\fB74\\fR, \\fB75\\fR, \\fB78\\fR
As in sysexits.h: wrong usage, input unusable, input missing, internal fault, no thread or memory to be had, output
cannot be written, I/O fault, another run holds the lock, configuration wrong. One line on standard error says what, where and what to do; the next
run repairs what a failed one left.
.SH FILES
.TP
\\fI/etc/hubdrops/hubdrops.yaml\\fR
The configuration, see
.BR hubdrops.yaml (5).
.TP
\\fI/var/lib/hubdrops\\fR
Database, reports and logs of the service.
.TP
\\fIDATABASE.lock\\fR, \\fIDATABASE.outbox\\fR, \\fIDATABASE.redact\\-key\\fR
Beside the database: the lock of runs, mail that waits, the secret behind pseudonyms.
.TP
\\fIDATABASE.schema\\-N.backup\\fR
The database as it was before a newer version changed its schema.
.SH SEE ALSO
.BR hubdrops.yaml (5),
.BR sqlite3 (1),
.BR systemd.timer (5)"""


def inline(text):
    parts = re.split(r"(`[^`]*`|\*\*[^*]*\*\*|\*[^*\s]+\*|\[[^\]]*\]\([^)]*\))", text)
    shown = ""
    for part in parts:
        link = re.fullmatch(r"\[([^\]]*)\]\(([^)]*)\)", part)
        if part.startswith("`"):
            shown += "\\fB%s\\fR" % plain(part.strip("`"))
        elif part.startswith("*"):
            shown += "\\fB%s\\fR" % plain(part.strip("*"))
        else:
            shown += plain(link.group(1) if link else part)
    return "\\&" + shown if shown[:1] in (".", "'") else shown


def configuration(path):
    yield '.TH HUBDROPS.YAML 5 %s "hubdrops" "File Formats"' % date()
    yield ".SH NAME\nhubdrops.yaml \\- the configuration of hubdrops\n.SH DESCRIPTION"
    header, is_code, pending = None, False, []
    for line in open(path, encoding="utf-8").read().splitlines() + [""]:
        if line.startswith("```"):
            if pending:
                yield ".PP\n" + inline(" ".join(pending))
                pending = []
            is_code = not is_code
            yield ".PP\n.nf\n.RS 4" if is_code else ".RE\n.fi"
        elif is_code:
            yield plain(line) or "\\&"
        elif line.startswith("|"):
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if header is None:
                header = cells
            elif not set(line) <= set("|-: "):
                middle = "; ".join("%s: %s" % (name, cell) for name, cell in zip(header[1:-1], cells[1:-1]) if cell)
                yield ".TP\n%s\n%s%s" % (inline(cells[0]), inline(cells[-1]), ("\n(" + inline(middle) + ")") if middle else "")
        else:
            header = None if not line.startswith("|") else header
            if (not line or line.startswith(("#", "- "))) and pending:
                yield ".PP\n" + inline(" ".join(pending))
                pending = []
            if line.startswith("## "):
                yield ".SH " + plain(line[3:].upper())
            elif line.startswith("### "):
                yield ".SS " + plain(line[4:])
            elif line and not line.startswith("#"):
                pending.append(line[2:] if line.startswith("- ") else line)
    yield ".SH SEE ALSO\n.BR hubdrops (1)"


if __name__ == "__main__":
    pages = {"hubdrops": manual, "configuration": configuration}
    sys.stdout.reconfigure(encoding="utf-8")
    text = "\n".join(pages[sys.argv[1]](sys.argv[2]))
    # A heading begins a paragraph of its own.
    print(re.sub(r"(?m)^(\.S[HS] .*)\n\.PP$", r"\1", text))
