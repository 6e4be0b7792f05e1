"""``python -m eval --report DIR``: the evaluation of finding and answering as a page, as data, and as a gate."""

import json
import shutil
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.answer import Assistant
from assistant.settings import Settings
from eval.datasets.questions import load_rows
from eval.intervals import wilson
from eval.measures.answers import answers_in_full, answers_table
from eval.measures.help import AUTHORS, helped
from eval.measures.strata import wrongly
from eval.reports.degradation import degradation
from eval.reports.finding import finding
from eval.reports.gate import changed, fallen, load_gates
from eval.reports.page import page

RESULTS = "results.json"


def publish(folder: Path, settings: Settings, assistant: Assistant) -> int:
    """Write ``report.html``, ``results.json`` and ``times.json``; 1 where a gate has fallen.

    The results also replace ``eval/reports/results.json``, which the page about the service shows; committing
    that file is what accepts a run.
    """
    accepted = Path(str(files("eval"))) / "reports" / RESULTS
    before: dict[str, Any] = json.loads(accepted.read_text(encoding="utf-8")) if accepted.is_file() else {}
    results, times = finding(assistant, on_row=_say)
    with tempfile.TemporaryDirectory() as data:
        shutil.copytree(settings.data / "index", Path(data) / "index")  # what isn't damaged is there already
        results["degradation"] = degradation(
            settings.documents, Path(data), assistant.embedder, on_share=lambda share: _say(f"{share:.0%} misread")
        )
    _say("what should not be answered")
    results["mistakes"] = mistakes(assistant)
    falls = fallen(load_gates(), results)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results, ensure_ascii=False, indent=1) + "\n"
    for path in (folder / RESULTS, accepted):
        path.write_text(text, encoding="utf-8")
    (folder / "times.json").write_text(json.dumps(times, indent=1) + "\n", encoding="utf-8")
    (folder / "report.html").write_text(
        page(
            results,
            times,
            changed(before, results),
            falls,
            answers=(answers_table(assistant), answers_in_full(assistant)),
        ),
        encoding="utf-8",
    )
    for sentence in falls:
        print(f"python -m eval: {sentence}", file=sys.stderr)
    print(f"The report is {folder / 'report.html'}")
    return 1 if falls else 0


def mistakes(assistant: Assistant) -> dict[str, dict[str, float]]:
    """How often questions kept aside are answered, refused or met with help where they should not be."""
    messages = [row for name in AUTHORS.values() for row in load_rows(name, "test")]
    met = helped(messages, assistant)
    shares = {
        "false answers": wrongly(load_rows("unanswerable", "test"), assistant, outcome="nothing_found")[0],
        "false refusals": wrongly(load_rows("answerable", "test"), assistant, outcome="answered")[0],
        "help missed": met.missed,
        "help wrongly met": met.wrongly_met,
    }
    found = {}
    for name, share in shares.items():
        low, high = wilson(share.count, share.of)
        found[name] = {"count": share.count, "of": share.of, "low": round(low, 4), "high": round(high, 4)}
    return found


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)
