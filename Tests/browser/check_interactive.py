#!/usr/bin/env python3
"""Uses the tables of a page that sort and filter, by keyboard: check_interactive.py FILE.page

The digest in its policy is put in here, as sha256 and base64 of another program; with another one the browser must
refuse the script. Needs what check_pages.py needs."""
import base64
import hashlib
import pathlib
import re
import shutil
import sys
import tempfile

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright


def column(page, number):
    return page.eval_on_selector_all(
        "table.devices tbody tr", f"rows => rows.filter(row => !row.hidden).map(row => row.cells[{number}].innerText.split('\\n')[0])")


def faults(browser, url, is_allowed):
    found = []
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: request.url != url and found.append(f"asks for {request.url}"))
    page.goto(url)
    buttons = page.locator("table.devices thead button")
    if not is_allowed:
        if buttons.count() or not messages:
            found.append("a script with another digest was run")
        return found
    found += messages
    if page.locator("table.devices").count() != 1:
        found.append("the devices are in several tables")
    # Drops are counted: most first, then least first.
    drops = page.locator("table.devices thead th", has_text="Drops").locator("button")
    drops.focus()
    for word, is_down in (("descending", True), ("ascending", False)):
        page.keyboard.press("Enter")
        counts = [int(text.replace(",", "")) for text in column(page, 3)]
        if len(counts) < 3 or counts != sorted(counts, reverse=is_down):
            found.append(f"not sorted, {word}: {counts[:5]}")
        if page.locator(f'table.devices thead th[aria-sort="{word}"]').count() != 1:
            found.append(f"no heading says {word}")
    names = column(page, 0)
    page.locator(".find input").first.focus()
    page.get_by_label(re.compile("Filter: Devices by downtime")).fill(names[0])
    if column(page, 0).count(names[0]) == 0 or len(column(page, 0)) >= len(names):
        found.append("the filter hides nothing, or what was asked for")
    for violation in Axe().run(page).response["violations"]:
        found.append(f"axe: {violation['id']}")
    page.set_viewport_size({"width": 390, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth") > 390:
        found.append("wider than a phone")
    context.close()
    return found


def main():
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    script = re.search("<script>(.*)</script>", text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    found = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, value in (("right", digest), ("wrong", digest[::-1])):
            page = pathlib.Path(folder, name + ".html")
            page.write_text(text.replace("DIGEST", value), encoding="utf-8")
            found += [f"{name} digest: {fault}" for fault in faults(browser, page.as_uri(), name == "right")]
        browser.close()
    print("\n".join(found) if found else "tables sort and filter")
    return 1 if found else 0


sys.exit(main())
