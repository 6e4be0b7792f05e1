"""The settings of login: all of them or none, addresses that are safe, and which claim is which role."""

import pytest

from assistant.access.login_settings import LoginSettings
from assistant.settings import SettingError, kept_settings, read_settings

GIVEN = {
    "ADDRESS": "https://planer.example.se", "LOGIN_ISSUER": "https://login.example.se/kommun",
    "LOGIN_CLIENT": "planassistenten",
}  # fmt: skip


def read(**environ: str) -> LoginSettings | None:
    """The settings of login in an environment."""
    return read_settings({f"PLANASSISTENT_{name}": value for name, value in environ.items()}).login


def given(**environ: str) -> LoginSettings:
    """The same where it is on, with more settings or others."""
    found = read(**{**GIVEN, **environ})
    assert found is not None
    return found


def test_without_settings_nobody_logs_in() -> None:
    """An address alone switches nothing on."""
    assert read() is None
    assert read(ADDRESS="https://planer.example.se") is None


def test_defaults_are_the_careful_ones() -> None:
    """A short session, an open page, the roles' own names, and no more of a person than who it is."""
    found = given()
    assert (found.minutes, found.whole_page, found.scopes, found.claim) == (30, False, "openid profile", "roles")
    assert dict(found.roles) == {"reader": "reader", "keeper": "keeper", "administrator": "administrator"}
    assert found.secret is None
    assert "hemligt" not in repr(given(LOGIN_SECRET="hemligt"))


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({"LOGIN_ISSUER": ""}, "LOGIN_ISSUER is missing"),
        ({"LOGIN_CLIENT": ""}, "LOGIN_CLIENT is missing"),
        ({"ADDRESS": ""}, "ADDRESS is missing"),
        ({"LOGIN_ISSUER": "http://login.example.se"}, "LOGIN_ISSUER is"),
        ({"LOGIN_ISSUER": "https://login.example.se?x=1"}, "LOGIN_ISSUER is"),
        ({"LOGIN_ISSUER": "https://a:b@login.example.se"}, "LOGIN_ISSUER is"),
        ({"ADDRESS": "http://planer.example.se"}, "ADDRESS is"),
        ({"ADDRESS": "planer.example.se"}, "ADDRESS is"),
        ({"ADDRESS": "https://planer.example.se/annat", "PATH": "/planer"}, "such as https://planer.example.se/planer"),
        ({"LOGIN_ROLES": "registrator=chef"}, "LOGIN_ROLES has 'registrator=chef'"),
        ({"LOGIN_ROLES": "keeper"}, "write VALUE=ROLE"),
        ({"LOGIN_ROLES": "*=keeper"}, "everybody can be a reader only"),
        ({"LOGIN_PAGE": "ja"}, "write open"),
        ({"LOGIN_MINUTES": "4"}, "from 5 to 480"),
        ({"LOGIN_MINUTES": "en timme"}, "from 5 to 480"),
        ({"LOG_DAYS": "7"}, "at least 30"),
    ],
)
def test_half_a_setting_is_refused(environ: dict[str, str], why: str) -> None:
    """With what to write instead."""
    with pytest.raises(SettingError, match=why.replace("*", ".")):
        given(**environ)


@pytest.mark.parametrize(
    ("claim", "roles", "claims", "role"),
    [
        ("roles", "", {"roles": ["keeper"]}, "keeper"),
        ("roles", "", {"roles": "administrator"}, "administrator"),
        ("roles", "", {"roles": ["reader", "administrator", "keeper"]}, "administrator"),
        ("roles", "", {"roles": ["Keeper", 7, None]}, None),
        ("roles", "", {"roles": []}, None),
        ("roles", "", {}, None),
        ("groups", "plan-reg=keeper", {"groups": ["plan-reg"], "roles": ["administrator"]}, "keeper"),
        ("groups", "CN=Plan, *=reader", {"groups": ["annat"]}, "reader"),
        ("groups", "*=reader", {}, "reader"),
        ("realm_access.roles", "", {"realm_access": {"roles": ["keeper"]}}, "keeper"),
        ("https://kommun.se/roller", "", {"https://kommun.se/roller": ["keeper"]}, "keeper"),
        ("realm_access.roles", "", {"realm_access": "keeper"}, None),
        ("sub", "", {"sub": "keeper"}, "keeper"),
    ],
)
def test_a_claim_gives_the_role_that_may_most(claim: str, roles: str, claims: dict[str, object], role: str) -> None:
    """And none where it names none: nobody is a keeper by default."""
    environ = {"LOGIN_CLAIM": claim} | ({"LOGIN_ROLES": roles.replace("CN=Plan", "CN=Plan=keeper")} if roles else {})
    assert given(**environ).role_of(claims) == role


def test_a_backup_has_the_settings_but_no_secret() -> None:
    """What a provider knows the service by stays where it is."""
    environ = {f"PLANASSISTENT_{name}": value for name, value in {**GIVEN, "LOGIN_SECRET": "hemligt"}.items()}
    assert kept_settings(environ) == GIVEN


def test_the_address_is_one_that_is_answered() -> None:
    """Without being named twice."""
    settings = read_settings({f"PLANASSISTENT_{name}": value for name, value in GIVEN.items()})
    assert "planer.example.se" in settings.answered_hosts("0.0.0.0")
