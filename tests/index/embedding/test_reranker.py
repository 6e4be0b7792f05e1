"""A cross-encoder that the settings name: the first twenty passages are ranked again by it too."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import CrossEncoder

from assistant.answer import Assistant
from assistant.query.filters import Filters, matcher
from assistant.retrieve.ranking import LOOKED_AT, nearest
from assistant.service import the_reranker
from assistant.settings import read_settings
from eval.datasets.synthetic import make_cross_encoder
from index.calibration import calibration_for
from index.embedding.reranker import Reranker
from index.errors import ModelUnavailable
from index.storage.fingerprint import BUNDLED

QUESTION = "Vad görs för medarbetare som utsätts för våld?"


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> Reranker:
    """A real cross-encoder of a few kilobytes, whose weights are chance."""
    return Reranker(str(make_cross_encoder(tmp_path_factory.mktemp("reranker") / "model")))


def test_a_passage_stands_out_as_the_model_scores_it(reranker: Reranker) -> None:
    """In the model's own order; its scale is taken out."""
    passages = ["lampor i parken", "kurs om våld", "", "barn och unga"]
    scores = CrossEncoder(reranker.name, device="cpu").predict([(QUESTION, passage) for passage in passages])
    standard_score = reranker.standard_score(QUESTION, passages)
    assert np.argsort(standard_score).tolist() == np.argsort(scores).tolist()
    assert (standard_score.mean(), standard_score.std()) == (pytest.approx(0, abs=1e-5), pytest.approx(1, abs=1e-4))
    assert reranker.standard_score(QUESTION, []).shape == (0,)


def test_the_first_are_ranked_again_and_no_others(assistant: Assistant, reranker: Reranker) -> None:
    """Where the model decides alone, its best come first, and they are of those that were found without it."""
    asked = assistant.parts(QUESTION)[0]
    every = matcher(Filters(), assistant.index)
    found = nearest(asked, assistant.records, assistant.query, every)
    alone = replace(calibration_for(BUNDLED).ranking, reranker=10_000.0)
    again = nearest(asked, assistant.records, assistant.query, every, weights=alone, reranker=reranker)
    texts = [" ".join((*hit.passage.headings, *hit.passage.text.split())) for hit in again]
    assert (np.diff(reranker.standard_score(QUESTION, texts)) <= 1e-3).all()  # ties, read in other batches
    assert [hit.passage for hit in again] != [hit.passage for hit in found]
    none = replace(calibration_for(BUNDLED).ranking, reranker=0.0)
    same = nearest(asked, assistant.records, assistant.query, every, weights=none, reranker=reranker)
    assert [hit.passage for hit in same] == [hit.passage for hit in found]
    assert len(again) <= LOOKED_AT


def test_an_assistant_ranks_with_the_model_of_its_settings(assistant: Assistant, reranker: Reranker) -> None:
    """Off unless it is named."""
    settings = read_settings({"PLANASSISTENT_RERANKER": reranker.name})
    named = the_reranker(settings)
    assert named is not None
    assert named.name == reranker.name
    assert the_reranker(read_settings({})) is None
    again = Assistant(assistant.index, assistant.embedder, reranker=named).answer(QUESTION)
    assert [hit.passage.id for hit in again.hits] != [hit.passage.id for hit in assistant.answer(QUESTION).hits]


def test_a_reranker_that_is_not_there_is_refused_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says what to do."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelUnavailable, match=r"nowhere.*leave PLANASSISTENT_RERANKER out"):
        Reranker(str(tmp_path / "nowhere")).load()


def test_a_model_that_gives_several_scores_is_no_reranker(tmp_path: Path) -> None:
    """One that tells agreement from contradiction, for instance."""
    with pytest.raises(ModelUnavailable, match="gives 3 scores to a passage"):
        Reranker(str(make_cross_encoder(tmp_path / "labels", labels=3))).load()
