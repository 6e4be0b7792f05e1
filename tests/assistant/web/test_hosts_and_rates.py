"""Which hosts are answered, how often one address may ask, and where a redirect leads."""

import pytest
from fastapi.testclient import TestClient

from assistant.service import Service
from assistant.settings import SettingError, kept_settings, read_settings
from assistant.web.api import create_app
from assistant.web.limits import host_name

HOSTS = read_settings({"PLANASSISTENT_HOSTS": "planer.example.se, Plan.Example.SE"}).answered_hosts("10.0.0.5")


@pytest.fixture
def guarded(service: Service) -> TestClient:
    """A client of a server that answers under its own names."""
    return TestClient(create_app(service, hosts=HOSTS), raise_server_exceptions=False)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1:8000", "[::1]:8000", "10.0.0.5", "planer.example.se", "PLAN.example.se.:443"],
)
def test_its_own_names_are_answered(guarded: TestClient, host: str) -> None:
    """Those of the machine itself, the one it listens on, and those of the setting, with any port."""
    assert guarded.get("/om", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["ond.example", "localhost.ond.example", "ond.example:8000", "", "[::2]", "a@localhost"]
)
def test_any_other_host_is_refused_with_a_sentence(guarded: TestClient, host: str) -> None:
    """And its name stands nowhere in the answer."""
    page = guarded.get("/om/", headers={"Host": host}, follow_redirects=False)
    assert (page.status_code, "Tjänsten svarar inte under det namnet" in page.text) == (400, True)
    assert "ond" not in page.text + str(page.headers)
    assert page.headers["Cache-Control"] == "no-store"
    refused = guarded.post("/api/ask", json={"question": "Vad görs?"}, headers={"Host": host})
    assert "PLANASSISTENT_HOSTS" in refused.json()["detail"]


def test_a_refused_host_is_logged_once(guarded: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """With what to set, for who has just put a proxy before it; without its name, which anybody may have written."""
    for _ in range(3):
        guarded.get("/om", headers={"Host": "ond.example"})
    assert [entry for entry in caplog.messages if "PLANASSISTENT_HOSTS" in entry and "ond" not in entry] == [
        "a request for another host was refused: name the hosts in PLANASSISTENT_HOSTS"
    ]


def test_probes_are_answered_under_any_name(guarded: TestClient) -> None:
    """What watches a container asks by its address."""
    assert guarded.get("/healthz", headers={"Host": "172.30.22.9:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [("/om/", "/om"), ("/om/?a=b", "/om?a=b"), ("//ond.example/../om/", None)],
)
def test_a_redirect_names_no_host(client: TestClient, address: str, leads_to: str | None) -> None:
    """Neither the request's nor one that a path looks like, even where every host is answered."""
    response = client.get(f"http://testserver{address}", headers={"Host": "ond.example"}, follow_redirects=False)
    location = response.headers.get("location")
    assert location == leads_to or (leads_to is None and location is not None and not location.startswith("//"))


def test_a_redirect_has_what_a_proxy_has_before_our_addresses(service: Service) -> None:
    """Whether the proxy takes it away or passes it on."""
    app = create_app(service)
    app.root_path = "/planer"
    for address in ("/om/", "/planer/om/"):
        response = TestClient(app).get(address, follow_redirects=False)
        assert response.headers["location"] == "/planer/om"


@pytest.mark.parametrize(
    ("given", "name"),
    [("a.se", "a.se"), ("A.se:80", "a.se"), ("[::1]:80", "::1"), ("[::1]", "::1"), ("::1", ""), ("a b:c", "")],
)
def test_a_host_is_told_from_its_port(given: str, name: str) -> None:
    """What is no host has no name."""
    assert host_name(given) == name


def test_an_address_may_ask_as_often_as_its_share(service: Service) -> None:
    """More is told when to come back; another address, pages and lists are served."""
    app = create_app(service, rate=2)
    client = TestClient(app, raise_server_exceptions=False, client=("192.0.2.1", 1))
    statuses = [client.post("/api/ask", json={"question": "?"}).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]
    page = client.post("/", data={"question": "Vad görs?"})
    assert page.status_code == 429
    assert 1 <= int(page.headers["Retry-After"]) <= 30  # of two a minute the next, less what the test took
    assert "Vänta en stund och skicka frågan igen." in page.text
    assert client.get("/aktiviteter").status_code == 200
    other = TestClient(app, raise_server_exceptions=False, client=("192.0.2.2", 1))
    assert other.post("/api/ask", json={"question": "?"}).status_code == 422


def test_an_ipv6_network_is_one_who_asks(service: Service) -> None:
    """Whoever has one address there has 2⁶⁴."""
    app = create_app(service, rate=1)
    asked = [
        TestClient(app, client=(address, 1)).post("/api/ask", json={"question": "?"}).status_code
        for address in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1")
    ]
    assert asked == [422, 429, 422]


def test_an_ipv4_address_is_one_however_it_is_written(service: Service) -> None:
    """A socket that listens on both kinds gives it within an IPv6 address, of which all share one network."""
    app = create_app(service, rate=1)
    asked = [
        TestClient(app, client=(address, 1)).post("/api/ask", json={"question": "?"}).status_code
        for address in ("::ffff:192.0.2.1", "192.0.2.1", "::ffff:192.0.2.2")
    ]
    assert asked == [422, 429, 422]


def test_hosts_are_as_browsers_send_them() -> None:
    """Whatever letters they have, with the dot at the end or without."""
    settings = read_settings({"PLANASSISTENT_HOSTS": "Räksmörgås.se, planer.example.se."})
    assert settings.hosts == ("xn--rksmrgs-5wao1o.se", "planer.example.se")


def test_only_the_models_address_loses_its_query_in_a_backup() -> None:
    """What else has a question mark is kept as it is."""
    given = {"LLM_URL": "http://m/v1?key=k", "FAULT_CONTACT": "Fel? Ring 0123", "LLM_KEY": "hemlig"}
    kept = kept_settings({f"PLANASSISTENT_{name}": value for name, value in given.items()})
    assert kept == {"LLM_URL": "http://m/v1", "FAULT_CONTACT": "Fel? Ring 0123"}


def test_what_a_header_says_of_the_address_counts_for_nothing_by_itself(service: Service) -> None:
    """Only the server's proxy setting decides whose word is taken."""
    client = TestClient(create_app(service, rate=1))
    asked = [
        client.post("/api/ask", json={"question": "?"}, headers={"X-Forwarded-For": f"192.0.2.{i}"}).status_code
        for i in range(2)
    ]
    assert asked == [422, 429]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("HOSTS", "https://planer.se", "give names such as planer.example.se"),
        ("PROXIES", "*", "give addresses or networks"),
        ("PROXIES", "0.0.0.0/0", "give addresses or networks"),
        ("PROXIES", "10.0.0.5, ::/0", "give addresses or networks"),
        ("PROXIES", "proxy", "give addresses or networks"),
        ("RATE", "0", "give a number of questions a minute"),
        ("RATE", "many", "give a number of questions a minute"),
        ("LOG", "yes", "write json, or leave it out"),
    ],
)
def test_what_a_setting_cannot_be_is_said(name: str, text: str, sentence: str) -> None:
    """With what to write instead."""
    with pytest.raises(SettingError, match=sentence):
        read_settings({f"PLANASSISTENT_{name}": text})


def test_without_settings_only_the_machine_itself_is_answered() -> None:
    """And proxies on it are believed, nobody is held back, and no request is told of."""
    settings = read_settings({})
    assert settings.answered_hosts("127.0.0.1") == {"localhost", "127.0.0.1", "::1"}
    assert (settings.proxies, settings.rate, settings.log_requests) == (("127.0.0.1", "::1"), None, False)
