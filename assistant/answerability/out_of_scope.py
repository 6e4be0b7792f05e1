"""A question → whether it asks about somebody that no plan here is of, or names what no document has."""

from assistant.query.recognise.other_bodies import asks_about_authority, asks_about_other_municipality
from assistant.query.topical.understand import Understood
from assistant.retrieve.records import Records
from corpus.swedish.text import fold, words_of


def is_out_of_scope(asked: Understood, records: Records) -> bool:
    """Whether somebody is asked about who has no plan here: another municipality, an authority."""
    if asked.municipality:
        return True
    if asked.owners or asked.choices:
        return False
    home = fold(records.index.collection.catalogue.municipality).removesuffix(" kommun").removesuffix(" stad")
    return asks_about_other_municipality(asked.text, home) or asks_about_authority(asked.text)


def has_unknown_name(asked: Understood, records: Records) -> bool:
    """Whether something is written as a name, within a sentence, that no document has in any form.

    In a long letter a name may stand by the way, so that this is doubt and no refusal. Not an abbreviation: one may
    stand for what the documents write out.
    """
    if not all(records.contains_phrase(name) for name in asked.names):
        return True
    rest = {entry for word in asked.rest for entry in word.split("|")}
    return any(
        word.written[0].isupper()
        and not word.written.isupper()
        and asked.text[: word.start].rstrip()[-1:] not in ("", ".", "?", "!", ":")
        and word.folded in rest
        and not records.words.knows(word.folded)
        for word in words_of(asked.text)
    )
