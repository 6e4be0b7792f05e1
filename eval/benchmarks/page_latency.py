"""Milliseconds from a click to the verdict in view, and to the whole page, by a real browser and a real server."""

import os
import shutil
from collections.abc import Sequence

import numpy as np
from playwright.sync_api import sync_playwright

from eval.benchmarks.bench import questions_of, server, wait_for
from eval.markdown import table
from index.storage.parts import Vectors
from index.storage.store import Index

CLICKS = 60
_PATIENCE = 120_000  # milliseconds
_WHAT = ("the verdict in view", "the whole page loaded")
_TARGETS = ("≤ 300", "≤ 600")
# In every page: note when a button is pressed, when the verdict has been painted in view, and when all of the page is
# there. Pages of one tab share what they note, and the clock.
_NOTE = """
const now = () => performance.timeOrigin + performance.now();
addEventListener("click", () => sessionStorage.setItem("pressed", now()), true);
addEventListener("load", () => {
  if (!document.querySelector(".summary")) return;
  requestAnimationFrame(() => setTimeout(() => { window.whole = now() - sessionStorage.getItem("pressed"); }));
});
addEventListener("DOMContentLoaded", () => {
  const answer = document.querySelector(".verdict, .summary");  // help has no verdict
  if (!answer) return;
  new IntersectionObserver(([seen], observer) => {
    if (!seen.isIntersecting) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.took = now() - sessionStorage.getItem("pressed"); }));
  }).observe(answer);
});
"""


def clicks_table(index: Index) -> str:
    """The table: to what, and in how many milliseconds, with the target. Needs Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("python -m eval: Chromium is missing; install it (on Debian: apt install chromium)")
    with server(dict(os.environ)) as (_, port, started):
        wait_for(port, "/readyz", started)
        times = _times(chromium, f"http://127.0.0.1:{port}/", questions_of(index)[:CLICKS])
    rows = [
        (what, *(f"{np.percentile(found, share):.0f}" for share in (50, 95)), f"{found[0]:.0f}", target)
        for what, target, found in zip(_WHAT, _TARGETS, times.T, strict=True)
    ]
    return table(["from the click to", "ms, median", "ms, p95", "ms, the first of all", "target"], rows)


def _times(chromium: str, address: str, questions: Sequence[str]) -> Vectors:
    """For each question, each from the empty form, the two times; shape (questions, 2)."""
    times: list[list[float]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(_NOTE)
        for question in questions:
            page.goto(address)
            page.locator("#question").fill(question)
            page.locator(".ask button").first.click()
            page.locator(".summary").first.wait_for(timeout=_PATIENCE)
            while None in (took := page.evaluate("[window.took ?? null, window.whole ?? null]")):
                page.wait_for_timeout(20)
            times.append(took)
        browser.close()
    return np.array(times, dtype=np.float32)
