"""An answer → Markdown for another program's conversation: help first, then what is said, with its numbered sources."""

from assistant.citing.places import rows
from assistant.compose.statements import UNSURE_MEANS, UNSURE_WORD
from assistant.exports.answers import grouped, passages_heading, plain, ranks
from assistant.schemas.asking import AskResponse, ContactOut, HelpLineOut, HelpOut
from assistant.schemas.passages import PassageOut


def reply(answer: AskResponse, *, base: str | None = None) -> str:
    """The answer in CommonMark; ``base`` is where the page lies, None where nothing can be linked to.

    Sources are those that a point cites, and of an uncertain answer those that lie near.
    """
    parts = [*_opening(answer)]
    for group, points in grouped(answer):
        parts += [f"**{plain(group)}**"] if group else []
        parts.append("\n".join(f"- {plain(point.text)} {ranks(point, answer)}".rstrip() for point in points))
    cited = {citation for point in answer.summary.points for citation in point.citations}
    shown = [passage for passage in answer.passages if passage.id in cited or passage.doubt]
    if shown:
        parts.append(f"**{passages_heading(answer)}**")
        parts.append("\n".join(_source(passage, base) for passage in shown))
    text = "\n\n".join(parts) + "\n"
    text = f"{text}\n{plain(answer.corrected)}\n" if answer.corrected else text
    return f"{text}\n{plain(UNSURE_MEANS)}\n" if UNSURE_WORD in text else text


def help_text(found: HelpOut) -> str:
    """The help as Markdown, with every number to call."""
    return "\n\n".join([f"**{plain(found.heading)}**", plain(found.text), _contacts(found.contacts)])


def help_line(found: HelpLineOut) -> str:
    """The line that stands above an answer, with where to turn."""
    return f"{plain(found.text)}\n\n{_contacts(found.contacts)}"


def _opening(answer: AskResponse) -> list[str]:
    if answer.help:
        return [help_text(answer.help)]
    parts = [help_line(answer.help_line)] if answer.help_line else []
    parts += [plain(answer.notice.text)] if answer.notice else []
    return [*parts, plain(answer.summary.text)]


def _contacts(contacts: list[ContactOut]) -> str:
    return "\n".join(f"- **{plain(c.name)}** {c.number or ''}: {plain(c.about)}".replace(" :", ":") for c in contacts)


def place_link(passage: PassageOut, base: str | None) -> str:
    """Where a passage stands, as a link where there is a page to lead to."""
    place = rows(passage.source.lines)
    return f"[{place}]({base}/stycken/{passage.id})" if base is not None else place


def _source(passage: PassageOut, base: str | None) -> str:
    doubt = f" {passage.doubt} Närmaste meningen: ”{passage.sentence_quotation}”" if passage.doubt else ""
    return f"- [{passage.rank}] {plain(passage.reference)} ({place_link(passage, base)}){plain(doubt)}"
