"""Two side by side: what each has, without rows in which both have nothing."""

from dataclasses import replace

from fastapi.testclient import TestClient

from assistant.web.pages.around.side_by_side import comparable, set_side_by_side
from index.storage.store import Index


def test_two_organisations_stand_side_by_side(index: Index) -> None:
    """Miljöförvaltningen has two under goal 3, two under 4, one under 6; kulturförvaltningen one under 1, 3 and 5."""
    found = set_side_by_side("miljoforvaltningen", "kulturforvaltningen", index)
    numbers = {row.what: row.counts for row in found.numbers}
    assert found.names == ("Miljöförvaltningen", "Kulturförvaltningen")
    assert numbers["all"] == (5, 3)
    goals = {row.goal.number: tuple(map(len, row.activities)) for row in found.goals if row.goal}
    assert goals == {1: (0, 1), 3: (2, 1), 4: (2, 0), 5: (0, 1), 6: (1, 0)}


def test_what_neither_has_is_left_out(index: Index) -> None:
    """Nothing of theirs is followed up, and neither has anything under goal 2."""
    found = set_side_by_side("miljoforvaltningen", "kulturforvaltningen", index)
    assert "followed" not in {row.what for row in found.numbers}
    assert all(any(row.counts) for row in found.numbers)
    nothing = set_side_by_side("fastighets-och-gatukontoret", "fastighets-och-gatukontoret", index)
    assert (nothing.numbers, nothing.goals) == ((), ())


def test_municipalities_can_be_chosen_where_there_are_several(index: Index) -> None:
    """By the documents that are theirs."""
    assert "Malmö stad" not in comparable(index)
    first, *rest = index.collection.documents
    documents = (first, *(replace(entry, municipality="Lunds kommun") for entry in rest))
    several = Index(
        index.fingerprint, replace(index.collection, documents=documents), index.vectors, index.sentences,
        index.pieces, index.off_topic,
    )  # fmt: skip
    assert comparable(several)["Lunds kommun"] == "Lunds kommun"
    (everything, *_) = set_side_by_side("Malmö stad", "Lunds kommun", several).numbers
    assert everything.counts == (107, 0)


def test_the_page_has_the_form_and_refuses_who_is_not_there(client: TestClient) -> None:
    """With one missing there is only the form."""
    page = client.get("/jamfor/tva?one=miljoforvaltningen&other=kulturforvaltningen").text
    assert '<option value="miljoforvaltningen" selected>' in page
    assert "<title>Miljöförvaltningen och Kulturförvaltningen" in page
    assert "<table" not in client.get("/jamfor/tva?one=miljoforvaltningen").text
    assert client.get("/jamfor/tva?one=miljoforvaltningen&other=ingen").status_code == 404
    assert 'action="/jamfor/tva"' in client.get("/jamfor").text
