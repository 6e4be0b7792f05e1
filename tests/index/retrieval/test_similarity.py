"""Views of a passage: the whole, its best sentence and its pieces, and how far a passage stands out."""

from dataclasses import replace

import numpy as np
import pytest

from index.build import load_or_build, texts_to_embed
from index.embedding.embedder import Embedder
from index.retrieval.sentences import sentences_of
from index.retrieval.similarity import PassageSimilarity
from index.storage.store import Index
from tests.tiny import PLAN, add_document


@pytest.fixture(scope="module")
def parks(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Index:
    """The index of one small plan."""
    folder = tmp_path_factory.mktemp("views")
    # Without labels: a title is a sentence of its own.
    add_document(folder / "documents", "parkplan", PLAN.replace("Aktivitet: ", "").encode())
    return load_or_build(folder / "documents", folder / "data", embedder)


def test_a_passage_has_its_sentences(parks: Index) -> None:
    """The title and each sentence; fewer than three words are none."""
    lamps = next(entry for entry in parks.collection.passages if "lampor" in entry.text)
    assert sentences_of(lamps) == [
        "Fler lampor i parkerna",
        "Parkförvaltningen sätter upp lampor längs gångvägarna.",
    ]
    assert sentences_of(replace(lamps, kind="heading")) == []


def test_every_sentence_has_a_vector(parks: Index, embedder: Embedder) -> None:
    """In the order of the passages, as the embedder makes it."""
    sentences = [sentence for passage in parks.collection.passages for sentence in sentences_of(passage)]
    assert parks.sentences.ntotal == len(sentences) > 0
    assert np.allclose(parks.sentences.reconstruct_n(0, len(sentences)), embedder.passages(sentences), atol=1e-3)


def test_standing_out_has_no_mean(parks: Index, embedder: Embedder) -> None:
    """What all passages have in common with a question is taken out, and their spread is one."""
    near = PassageSimilarity(parks).near(embedder.queries(["Vad görs åt mörka gångvägar?"])[0], sentences=False)
    counted = [row for row, passage in enumerate(parks.collection.passages) if passage.kind != "heading"]
    assert near.standard_score[counted].mean() == pytest.approx(0, abs=1e-4)
    assert near.standard_score[counted].std() == pytest.approx(1, abs=1e-4)
    assert (np.argsort(near.cosine) == np.argsort(near.standard_score)).all()


def test_the_best_sentence_counts(parks: Index, embedder: Embedder) -> None:
    """A question that is a sentence of a passage finds that passage first."""
    lamps = next(row for row, entry in enumerate(parks.collection.passages) if "lampor" in entry.text)
    query = embedder.queries([sentences_of(parks.collection.passages[lamps])[1]])[0]
    assert PassageSimilarity(parks).near(query).standard_score.argmax() == lamps


def test_a_question_about_the_documents_stands_apart_from_what_they_are_not_about(
    parks: Index, embedder: Embedder
) -> None:
    """Above 0 where a sentence of theirs lies nearer than any about something else, in another language too."""
    views = PassageSimilarity(parks)
    about, of_it, other = embedder.queries(
        ["Ska det bli fler lampor i parkerna?", "Will there be more lamps in the parks?", "Hur ansöker man om pass?"]
    )
    assert views.on_topic(about).margin > views.on_topic(of_it).margin > 0 > views.on_topic(other).margin


def test_every_passage_has_the_pieces_of_its_words(parks: Index, embedder: Embedder) -> None:
    """As the model reads them where they stand, in 8 bits: directions that differ by what that rounds off."""
    passages = parks.collection.passages
    read = embedder.read(texts_to_embed(passages))
    assert [len(pieces) for pieces in parks.pieces] == [len(entry.words) for entry in read]
    assert all((np.abs(pieces).max(axis=1) == 127).all() for pieces in parks.pieces)
    assert all(
        np.abs(a.astype(int) - b).max() <= 1 for a, b in zip(parks.pieces, (r.pieces for r in read), strict=True)
    )


def test_a_piece_counts_by_its_weight(parks: Index, embedder: Embedder) -> None:
    """Of a question in which both are named, the passage whose word is weighed comes first."""
    passages = parks.collection.passages
    both = [entry for entry in passages if "lampor" in entry.text or "parkvakter" in entry.text]
    question = embedder.query("belysning och kurser")
    for word in ("belysning", "kurser"):
        weights = np.array([float(of == word) for of in question.words], dtype=np.float32)
        found = PassageSimilarity(parks).by_pieces(question.pieces, weights, both)
        assert found.mean() == pytest.approx(0, abs=1e-5)
        assert ("lampor" in both[found.argmax()].text) is (word == "belysning")
    assert PassageSimilarity(parks).by_pieces(question.pieces, 0 * weights, both).tolist() == [0.0] * len(both)


def test_a_word_that_the_documents_lack_is_missing(parks: Index, embedder: Embedder) -> None:
    """Above 0 where what they are not about comes nearer to a word, of which the weights say how much it counts."""
    views, passages = PassageSimilarity(parks), parks.collection.passages
    question = embedder.query("Ska parkvakter lära sig deklarera skatten?")
    weights = {word: np.array([float(of == word) for of in question.words], np.float32) for word in question.words}
    lacking, known = weights["skatten?"], weights["parkvakter"]
    assert views.unmatched_word(question, lacking, passages) > 0 > views.unmatched_word(question, known, passages)
    both = views.unmatched_word(question, lacking / lacking.sum() + known / known.sum(), passages)
    assert both == pytest.approx(views.unmatched_word(question, lacking, passages) / 2, abs=1e-3)
    assert views.unmatched_word(question, 0 * known, passages) == 0
    assert views.unmatched_word(question, known, []) == 0
