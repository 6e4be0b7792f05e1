"""What the evaluation found → one HTML page with tables and plots, which needs nothing beside it."""

from collections.abc import Sequence
from html import escape
from typing import Any

from eval.measures.retrieval import MEASURES

Data = dict[str, Any]
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 66rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
table { border-collapse: collapse; margin: 1rem 0 } th, td { padding: .25rem .75rem; border-bottom: 1px solid #ccc }
.answers { max-width: 46rem } .group { font-weight: 600; list-style: none; margin: .5rem 0 0 -1rem }
blockquote { white-space: pre-line; border-left: 3px solid #ccc; margin: .5rem 0; padding-left: 1rem }
th { text-align: left } td { text-align: right } small { color: #555 } svg { max-width: 100%; height: auto }
"""


def page(
    results: Data,
    times: Data,
    changes: Sequence[tuple[str, int, int]],
    falls: Sequence[str],
    *,
    answers: tuple[str, str] = ("", ""),
) -> str:
    """The whole page; ``changes`` are questions whose answer has moved since the accepted run.

    ``answers`` are a table of how well is answered, as text, and answers in full, as HTML.
    """
    parts = ["<h1>Evaluation of finding and answering</h1>", _verdict(falls)]
    for split, about in (("test", "kept aside: never tuned on"), ("dev", "tuned on")):
        found = results[split]
        parts += [
            f"<h2>{split}: {found['questions']} questions for {found['places']} places, {about}</h2>",
            _plot(found["ways"]),
            _ways(found["ways"], times),
            "<h3>By stratum, ours</h3>",
            _table(found["strata"]),
            "<h3>By the words that question and place share</h3>",
            _table(found["overlap"]),
        ]
    if "degradation" in results:
        parts += ["<h2>On misread text</h2>", _curve(results["degradation"]), _degradation(results["degradation"])]
    parts += ["<h2>Moved since the accepted run</h2>", _changes(changes)]
    parts += ["<h2>Answering</h2>", f"<pre>{escape(answers[0])}</pre>", "<h2>Answers in full</h2>", answers[1]]
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<title>Evaluation of finding and answering</title>"
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _verdict(falls: Sequence[str]) -> str:
    if not falls:
        return "<p>No gate has fallen.</p>"
    return f"<p><strong>Fallen:</strong></p>{_listed(falls)}"


def _listed(entries: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(entry)}</li>" for entry in entries) + "</ul>"


def _ways(ways: Sequence[Data], times: Data) -> str:
    heads = ["way of searching", *MEASURES, "p against ours", "ms p50", "ms p95"]
    rows = [
        [
            escape(way["name"]), *(_value(way[measure]) for measure in MEASURES),
            "" if way["p"] is None else f"{way['p']:.3f}",
            *(str(times[way["name"]][key]) for key in ("p50", "p95")),
        ]
        for way in ways
    ]  # fmt: skip
    return _cells(heads, rows) + (
        "<p><small>Intervals are 95 %, by resampling places; p is of the difference in RR, paired, by the same "
        "resampling, with Holm's correction. Where an ingredient is left out the question's vector is known from "
        "before, so that the time is that of the rest.</small></p>"
    )


def _table(rows: Sequence[Data]) -> str:
    cells = [
        [escape(row["name"]), str(row["questions"]), *(_value(row[measure]) for measure in MEASURES)] for row in rows
    ]
    return _cells(["", "questions", *MEASURES], cells)


def _degradation(rows: Sequence[Data]) -> str:
    names = [name for name in rows[0] if name not in ("share", "questions")]
    heads = ["words misread", *(f"{name}, {measure}" for name in names for measure in ("recall@5", "RR"))]
    cells = [
        [f"{row['share']:.0%}", *(f"{row[name][measure]:.2f}" for name in names for measure in ("recall@5", "RR"))]
        for row in rows
    ]
    return f"<p>{rows[0]['questions']} questions that the clean documents answer.</p>" + _cells(heads, cells)


def _changes(changes: Sequence[tuple[str, int, int]]) -> str:
    if not changes:
        return "<p>No question.</p>"
    return _cells(["question", "place then", "place now"], [[i, str(a or "–"), str(b or "–")] for i, a, b in changes])


def _value(measure: Data) -> str:
    return f"{measure['mean']:.2f} <small>{measure['low']:.2f}–{measure['high']:.2f}</small>"


def _cells(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _plot(ways: Sequence[Data]) -> str:
    """Recall@5 with its interval, a line for each way."""
    height = 24 * len(ways) + 30
    marks = []
    for i, way in enumerate(ways):
        y = 24 * i + 18
        low, mean, high = (260 + 400 * way["recall@5"][key] for key in ("low", "mean", "high"))
        marks.append(
            f'<text x="250" y="{y + 5}" text-anchor="end">{escape(way["name"])}</text>'
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke="#36c" stroke-width="3"/>'
            f'<circle cx="{mean:.1f}" cy="{y}" r="5" fill="#036"/>'
        )
    scale = "".join(
        f'<line x1="{260 + 400 * tick}" x2="{260 + 400 * tick}" y1="4" y2="{height - 18}" stroke="#ddd"/>'
        f'<text x="{260 + 400 * tick}" y="{height - 4}" text-anchor="middle">{tick:.2f}</text>'
        for tick in (0, 0.25, 0.5, 0.75, 1)
    )
    label = "Recall at five by way of searching, with 95 % intervals"
    return (
        f'<svg viewBox="0 0 700 {height}" font-size="13" role="img" aria-label="{label}">{scale}{"".join(marks)}</svg>'
    )


def _curve(rows: Sequence[Data]) -> str:
    """Recall@5 against the share of misread words, a line for each way."""
    names = [name for name in rows[0] if name not in ("share", "questions")]
    lines = []
    for name, colour in zip(names, ("#999", "#c63", "#036"), strict=False):
        points = [(60 + 1400 * row["share"], 220 - 200 * row[name]["recall@5"]) for row in rows]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        lines.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="3"/>'
            f'<text x="{points[-1][0] + 8:.1f}" y="{points[-1][1] + 4:.1f}" fill="{colour}">{escape(name)}</text>'
        )
    ticks = "".join(
        f'<text x="{60 + 1400 * r["share"]:.0f}" y="240" text-anchor="middle">{r["share"]:.0%}</text>' for r in rows
    )
    marks = "".join(f'<text x="50" y="{224 - 200 * v}" text-anchor="end">{v}</text>' for v in (0, 0.5, 1))
    return _svg(250, "Recall at five against the share of misread words", ticks + marks + "".join(lines))


def _svg(height: int, label: str, content: str) -> str:
    return f'<svg viewBox="0 0 700 {height}" font-size="13" role="img" aria-label="{label}">{content}</svg>'
