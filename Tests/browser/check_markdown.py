#!/usr/bin/env python3
"""Renders a report, or the text of a ticket, through markdown-it-py: check_markdown.py REPORT.md REPORT.json

The first column of the device table must read as the names in report.json do, and no link, picture or tag may come
out of a name. (The tests do the same with cmark-gfm.) Needs: pip install markdown-it-py linkify-it-py
"""
import json
import re
import sys

from markdown_it import MarkdownIt


def visible(text):
    def show(match):
        code = ord(match.group())
        return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else f"⟨U+{code:04X}⟩"
    return re.sub("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", show, text)


def main(markdown, report):
    tokens = MarkdownIt("gfm-like").parse(open(markdown, encoding="utf-8").read())
    names = [device["device"] + ("/" + device["module"] if device["module"] else "")
             for device in json.load(open(report, encoding="utf-8"))["devices"]]
    rows, row, faults, is_devices = [], [], [], False
    for position, token in enumerate(tokens):
        if token.type == "tr_open":
            row = []
        elif token.type == "th_open" and not row:
            row = [tokens[position + 1].content]
            is_devices = row == ["Device"]
        elif token.type in ("td_open",):
            inline = tokens[position + 1]
            row.append("".join(c.content for c in inline.children if c.type in ("text", "text_special", "code_inline")))
            faults += [f"{markdown}: a {c.type} in {inline.content!r}" for c in inline.children
                       if c.type in ("link_open", "image") or c.type == "html_inline" and c.content != "<!-- -->"]
        elif token.type == "tr_close" and is_devices and len(row) > 1:
            rows.append(row[0])
    expected = [visible(name) for name in names[:len(rows)]]
    faults += [f"{markdown}: {name!r} came back as {row!r}" for name, row in zip(expected, rows) if name != row]
    if names and not rows:
        faults.append(f"{markdown}: no table of devices")
    print("\n".join(faults) if faults else f"{markdown}: {len(rows)} names came back")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
