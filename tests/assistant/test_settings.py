"""The environment → settings."""

import pytest
from fastapi.testclient import TestClient

from assistant.service import Service
from assistant.settings import SettingError, read_settings
from assistant.web.api import create_app


@pytest.mark.parametrize(
    ("text", "path"), [("", ""), ("/", ""), ("/planer", "/planer"), ("/planer/", "/planer"), ("/a/b-2", "/a/b-2")]
)
def test_the_path_behind_a_proxy_has_no_slash_at_its_end(text: str, path: str) -> None:
    """And is empty where nothing stands before our addresses."""
    assert read_settings({"PLANASSISTENT_PATH": text}).path == path


@pytest.mark.parametrize("text", ["planer", "/pla ner", "https://planer.se", "/a//b", '/"'])
def test_what_is_no_path_is_refused(text: str) -> None:
    """With what to write instead."""
    with pytest.raises(SettingError, match="give a path such as /planer"):
        read_settings({"PLANASSISTENT_PATH": text})


@pytest.mark.parametrize("address", ["/om", "/planer/om"], ids=["taken away by the proxy", "passed on"])
def test_a_proxy_may_take_the_path_away_or_pass_it_on(service: Service, address: str) -> None:
    """Either way the page is found and its addresses begin with the path."""
    app = create_app(service)
    app.root_path = "/planer"
    page = TestClient(app).get(address)
    assert page.status_code == 200
    assert 'href="/planer/' in page.text


def test_a_models_prompts_can_be_named() -> None:
    """With "\\n" for a new line; the bundled model has its own."""
    given = {"PLANASSISTENT_MODEL": "some/model", "PLANASSISTENT_MODEL_QUERY_PROMPT": r"Instruct: find\nQuery: "}
    assert read_settings(given).model_prompts == {"query": "Instruct: find\nQuery: "}
    assert read_settings({}).model_prompts == {}
    with pytest.raises(SettingError, match="the bundled model has prompts of its own"):
        read_settings({"PLANASSISTENT_MODEL_PASSAGE_PROMPT": "passage: "})


def test_workers_are_a_number_of_processes() -> None:
    """None unless somebody says so."""
    assert read_settings({}).workers == 0
    assert read_settings({"PLANASSISTENT_WORKERS": "2"}).workers == 2
    for wrong in ("-1", "två", "65", "2.5"):
        with pytest.raises(SettingError, match="number of workers"):
            read_settings({"PLANASSISTENT_WORKERS": wrong})
