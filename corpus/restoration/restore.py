"""Turn misread Swedish into what the page says, line by line, each word sure or unsure; clean text stays as it is.

The way: undo what typesetting does (`tidy`) → cut lines into words (`tokens`) → find what each may be (`readings`,
`candidates`) → learn what this document's engine does to letters and what the document says, each from the other
(`learn`) → keep the likeliest reading of every word. A noisy channel after Kernighan, Church & Gale 1990; nothing is
kept between documents but the word resources.
"""

import gc
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.restoration.candidates import Candidate, is_alien
from corpus.restoration.confusion import ALONE, Channel, Unit, prior_channel
from corpus.restoration.estimation import FirstLook, Learned, learn, look_first
from corpus.restoration.lattice import Counts
from corpus.restoration.lexicon import load_lexicon
from corpus.restoration.parallel import ParallelMap, one_by_one
from corpus.restoration.tokens import Token, cut_runs, find_bullets
from corpus.restoration.typography import compose, join_broken, move_unsure, tidy
from corpus.restoration.word_pairs import fold
from corpus.restoration.word_readings import Key, Readings, adapt_compounds, attested, find_candidates, is_poor
from corpus.swedish.language import is_other_language
from corpus.types import OnShare

# Set on clean Swedish damaged again (eval/damage.py) and looked at on the gold sample.
SURE = 0.95
COMMON_DAMAGE = 1e-3
WITNESSES = 3
WELL_KNOWN = 8.0
CLEAN = 0.03  # misread words; clean texts show 0.001 to 0.018 (names and slips that look so), a 5 % damaged one 0.045
STRINGS = 8  # different ones that are misread; clean texts show up to 10 in 800 words, a 5 % damaged one 6 in 110
FOREIGN = 0.65  # known words; English has 0.4 to 0.5 by chance, misread Swedish 0.9
MOSTLY = 0.85
FOREIGN_FROM = 4
AROUND = 2

_CODE = re.compile(r"§+|dnr|[a-zåäö]\d{1,2}|\d{1,2}[a-zåäö]")
_INITIALS = 4  # letters of an abbreviation in capitals

Choice = tuple[Token, Candidate, bool]


@dataclass(frozen=True)
class Reading:
    """What one line says: the restored text and how it hangs together with the source line.

    `edits` are (source_start, source_end, start, end), ordered and apart; outside of them both texts are the same.
    `unsure` are [start, end) stretches of whole words in `text` whose reading is not certain.
    """

    text: str
    edits: tuple[tuple[int, int, int, int], ...]
    unsure: tuple[tuple[int, int], ...]


def restore(
    lines: Sequence[str], *, each: ParallelMap = one_by_one, on_share: OnShare = lambda share: None
) -> list[Reading]:
    """Return one reading per line. Depends on nothing but `lines` and the shipped word resources.

    `on_share` hears what share of the work is done, 0 to 1: half of it is finding what words may be, which
    `each` may give to two processes.
    """
    if is_other_language(lines):
        return _tidied(lines, sure=False)
    tidied = [tidy(line) for line in lines]
    readings = restore_letters([text for text, _ in tidied], each, on_share)
    joined = join_broken([reading.text for reading in readings])
    return [
        reading if not edits and text == reading.text else
        Reading(text, compose(compose(edits, reading.edits), moves), move_unsure(reading.unsure, moves))
        for (_, edits), reading, (text, moves) in zip(tidied, readings, joined, strict=True)
    ]  # fmt: skip


def tidy_lines(lines: Sequence[str]) -> list[Reading]:
    """Return one reading per line of a text that nobody has misread: only typesetting is undone.

    Of a text in another language than Swedish no word is sure.
    """
    return _tidied(lines, sure=not is_other_language(lines))


def _tidied(lines: Sequence[str], *, sure: bool) -> list[Reading]:
    tidied = [tidy(line) for line in lines]
    joined = join_broken([text for text, _ in tidied])
    return [
        Reading(text, compose(edits, moves), () if sure else tuple(m.span() for m in re.finditer(r"\w+", text)))
        for (_, edits), (text, moves) in zip(tidied, joined, strict=True)
    ]


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Keep Python from searching for cycles of objects: there are none here, and it takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@garbage_collection_paused()
def restore_letters(
    lines: Sequence[str], each: ParallelMap = one_by_one, on_share: OnShare = lambda share: None
) -> list[Reading]:
    """Return what each line says once its misread letters are put right."""
    lexicon = load_lexicon()
    runs = cut_runs(lines)
    tokens = [token for run in runs for token in run]
    readings = find_candidates(tokens, lexicon, prior_channel(), each=each, on_share=lambda done: on_share(done / 2))
    foreign = foreign_lines(tokens, readings, look_first(readings, count_keys(tokens), rounds=2))
    runs = [[token for token in run if token.line not in foreign] for run in runs]
    frequency = count_keys(token for run in runs for token in run)
    first = look_first(readings, frequency)
    damaged = is_damaged(readings, first.words_seen)
    choices = [as_it_stands(token, readings, sure=not damaged) for token in tokens if token.line in foreign]
    if damaged:
        poor = [token for run in runs for token in run if is_poor(readings[token.seen, token.shape], first.channel)]
        readings |= find_candidates(poor, lexicon, first.channel, each=each)
        readings = adapt_compounds(readings, attested(first.words_seen), lexicon)
        choices += choose(
            runs, readings, learn(runs, readings, first, on_share=lambda share: on_share(0.5 + share / 2))
        )
    else:
        choices += [without_foreign_letters(token, readings) for run in runs for token in run]
    by_line: defaultdict[int, list[Choice]] = defaultdict(list)
    for choice in choices:
        by_line[choice[0].line].append(choice)
    return [write_line(line, by_line.get(number, []), bullets=damaged) for number, line in enumerate(lines)]


def count_keys(tokens: Iterable[Token]) -> Counter[Key]:
    """Return how often each string of each shape is seen."""
    return Counter((token.seen, token.shape) for token in tokens)


def foreign_lines(tokens: Sequence[Token], readings: Readings, first: FirstLook) -> set[int]:
    """Return the lines that make no Swedish however they are read, nor do those around: another language, a wreck."""
    words: Counter[int] = Counter()
    known: defaultdict[int, float] = defaultdict(float)
    for token in tokens:
        if token.seen.isdecimal():
            continue
        chances: dict[bool, float] = {True: 0.0, False: 0.0}
        for candidate in readings[token.seen, token.shape]:
            chances[candidate.known] += first.words_seen[token.seen, fold(candidate.word)]
        words[token.line] += 1
        known[token.line] += chances[True] / max(sum(chances.values()), 1e-9)
    foreign = set()
    for line, count in words.items():
        around = range(line - AROUND, line + AROUND + 1)
        few = known[line] < MOSTLY * count and sum(words[at] for at in around) >= FOREIGN_FROM
        if few and sum(known[at] for at in around) < FOREIGN * sum(words[at] for at in around):
            foreign.add(line)
    if sum(words[line] for line in foreign) > sum(words.values()) / 2:
        return set(words)
    return foreign


def choose(runs: Sequence[Sequence[Token]], readings: Readings, learned: Learned) -> list[Choice]:
    """Return the likeliest reading of each word in its context, and whether it is sure."""
    picked = [
        (token, max(zip(shares, readings[token.seen, token.shape], strict=True), key=lambda pair: pair[0]))
        for run, belief in zip(runs, learned.beliefs, strict=True)
        for token, shares in zip(run, belief.shares, strict=True)
    ]
    evidence = count_evidence((token, candidate) for token, (_, candidate) in picked)
    return [
        (token, candidate, is_sure(token.seen, candidate, share, learned.counts, learned.channels, evidence))
        for token, (share, candidate) in picked
    ]


def count_evidence(readings: Iterable[tuple[Token, Candidate]]) -> Counter[Unit]:
    """Return in how many different strings each kind of damage is found."""
    kinds = {(token.seen, unit) for token, candidate in readings for unit in candidate.units}
    return Counter(unit for _, unit in kinds)


def is_sure(
    seen: str, candidate: Candidate, share: float, counts: Counts, channels: Sequence[Channel], evidence: Counter[Unit]
) -> bool:
    """Return whether a reading may be given as certain: clearly the likeliest, a word, and by damage seen before."""
    stray = len(candidate.word) == 1 and candidate.word not in ("i", seen)  # hardly ever a word by itself
    if share < SURE or stray:
        return False
    support = counts.words[candidate.word] - counts.words_seen[seen, candidate.word]
    for unit in candidate.units:
        if unit[0].strip() != unit[1] and (
            (evidence[unit] < WITNESSES and unit[0] != ALONE and support < WELL_KNOWN)
            or max(channel.share(unit) for channel in channels) < COMMON_DAMAGE
        ):
            return False
    return candidate.known or counts.words[fold(candidate.word)] > 2.5


def is_damaged(readings: Readings, words_seen: Counter[tuple[str, str]]) -> bool:
    """Return whether a text is misread: a share of its words, and enough of them that no few names can be it."""
    misread = misread_words(readings, words_seen)
    enough = len({seen for seen, _ in misread}) >= STRINGS
    return enough and sum(misread.values()) / max(sum(words_seen.values()), 1) >= CLEAN


def misread_words(readings: Readings, words_seen: Counter[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Return the strings that are no words as they stand but are likely others misread, and how often.

    Signs and codes that print writes ("§", "Dnr", "KS", "A1", "1a", "Q3") look misread and are not.
    """
    shapes: defaultdict[str, set[str]] = defaultdict(set)
    for seen, shape in readings:
        shapes[seen].add(shape)
    codes = {
        seen for seen, as_ in shapes.items() if _CODE.fullmatch(seen) or (as_ == {"UPPER"} and len(seen) <= _INITIALS)
    }
    known = {
        (seen, fold(candidate.word))
        for (seen, _), candidates in readings.items()
        for candidate in candidates
        if candidate.known
    }
    return {
        (seen, word): count
        for (seen, word), count in words_seen.items()
        if word != fold(seen) and (seen, word) in known and (seen, fold(seen)) not in known and seen not in codes
    }


def without_foreign_letters(token: Token, readings: Readings) -> Choice:
    """Keep a word of a clean document, unless a letter of another script stands in it."""
    stands = as_it_stands(token, readings, sure=True)
    if not any(is_alien(glyph) for glyph in token.seen):
        return stands
    likely = [
        candidate
        for candidate in readings[token.seen, token.shape]
        if candidate.known and all(seen == true.strip() or is_alien(seen) for true, seen in candidate.units)
    ]
    return token, likely[0] if likely else stands[1], False


def as_it_stands(token: Token, readings: Readings, *, sure: bool) -> Choice:
    """Leave a word as it stands."""
    standing = (candidate for candidate in readings[token.seen, token.shape] if candidate.word == token.seen)
    return token, next(standing), sure


def with_capitals(word: str, token: Token) -> str:
    """Give `word` the capitals of what stands in the source."""
    if token.shape == "UPPER":
        return word.upper()
    if token.shape == "Capital":
        return word[0].upper() + word[1:]
    return word


def write_line(line: str, words: Sequence[Choice], *, bullets: bool) -> Reading:
    """Put the chosen words, and bullets where they are to be read, in the line's place of the old ones."""
    pieces = [
        (token.start, token.end, None if candidate.word == token.seen else with_capitals(candidate.word, token), sure)
        for token, candidate, sure in words
    ]
    pieces += [(start, end, "•", True) for start, end in find_bullets(line) if bullets]
    parts: list[str] = []
    edits: list[tuple[int, int, int, int]] = []
    unsure: list[tuple[int, int]] = []
    at = length = 0
    for source_start, source_end, new, sure in sorted(pieces, key=lambda piece: piece[0]):
        source = line[source_start:source_end]
        text = source if new is None else new
        parts += [line[at:source_start], text]
        start = length + source_start - at
        length = start + len(text)
        if text != source:
            edits.append((source_start, source_end, start, length))
        if not sure:
            unsure.append((start, length))
        at = source_end
    parts.append(line[at:])
    return Reading("".join(parts), tuple(edits), tuple(unsure))
