"""Footers and contents lists → the printed page numbers, as far as nothing contradicts them."""

from corpus.parsing.layout.page_numbers import carry_pages, footer_lines
from corpus.reading.files import split_lines


def test_pages_are_carried_as_far_as_the_footers_agree() -> None:
    """Footers on sheets 2 and 3 say 4 and 5 of 6: sheet 1 is page 3, sheet 4 page 6."""
    text = "\fEtt\n\fTvå\nPlan 4(6)\n\fTre\nPlan 5(6)\n\fFyra"
    lines = carry_pages(split_lines(text), [(1, 6)])
    assert [line.page for line in lines] == [3, 4, 4, 5, 5, 6]


def test_pages_are_unknown_where_the_count_contradicts_them() -> None:
    """A seventh sheet after page 5 of 6 can't be: only the footer's own sheet keeps its number."""
    text = "\fEtt\nPlan 5(6)\n\fTvå\n\fTre"
    lines = carry_pages(split_lines(text), [(1, 4)])
    assert [line.page for line in lines] == [5, 5, None, None]


def test_pages_end_with_the_plan() -> None:
    """The footer of one plan says nothing of the next."""
    text = "\fEtt\nPlan 1(2)\n\fTvå\n\fTre"
    lines = carry_pages(split_lines(text), [(1, 3), (4, 4)])
    assert [line.page for line in lines] == [1, 1, 2, None]


def test_footer_takes_its_running_title_with_it() -> None:
    """A number alone belongs with the title above it where other footers have that title too."""
    texts = [
        "Text.",
        "",
        "Handlingsplan, Servicenämnden",
        "",
        "5(8)",
        "",
        "Text",
        "",
        "Handlingsplan, Servicenämnden 6(8)",
    ]
    assert footer_lines(texts) == {2, 4, 8}
