"""Milliseconds from a click to an answer in view, measured by a real browser against a real server."""

import os
import shutil
from collections.abc import Sequence

import numpy as np
from playwright.sync_api import sync_playwright

from eval.benchmarks.bench import questions_of, server, wait_for
from eval.markdown import table
from index.storage.store import Index

CLICKS = 60
_PATIENCE = 120_000  # milliseconds
# In every page: note when a button is pressed, and when the answer has been painted in view. Pages of one
# tab share what they note, and the clock.
_NOTE = """
const now = () => performance.timeOrigin + performance.now();
addEventListener("click", () => sessionStorage.setItem("pressed", now()), true);
addEventListener("DOMContentLoaded", () => {
  const answer = document.querySelector(".summary");
  if (!answer) return;
  new IntersectionObserver(([seen], observer) => {
    if (!seen.isIntersecting) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.took = now() - sessionStorage.getItem("pressed"); }));
  }).observe(answer);
});
"""


def clicks_table(index: Index) -> str:
    """The table: what, what was measured, and the target. Needs Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("python -m eval: Chromium is missing; install it (on Debian: apt install chromium)")
    with server(dict(os.environ)) as (_, port, started):
        wait_for(port, "/readyz", started)
        times = _times(chromium, f"http://127.0.0.1:{port}/", questions_of(index)[:CLICKS])
    return table(
        ["from the click to the answer in view", "milliseconds", "target"],
        [
            ("median", f"{np.median(times):.0f}", "≤ 300"),
            ("p95", f"{np.percentile(times, 95):.0f}", ""),
            ("the first of all", f"{times[0]:.0f}", ""),
        ],
    )


def _times(chromium: str, address: str, questions: Sequence[str]) -> list[float]:
    """One for each question that isn't met with a fault, each from the empty form."""
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(_NOTE)
        for question in questions:
            page.goto(address)
            page.locator("#question").fill(question)
            page.locator(".ask button").first.click()
            page.locator(".summary").first.wait_for(timeout=_PATIENCE)
            while (took := page.evaluate("window.took")) is None:
                page.wait_for_timeout(20)
            times.append(float(took))
        browser.close()
    return times
