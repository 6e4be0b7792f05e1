"""The commands of who may and who did: ``publish`` a draft, ``token`` for programs, and the ``log``."""

import argparse
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rich.table import Table

from assistant.access.roles import ROLES
from assistant.access.tokens import DAYS, ApiTokens
from assistant.cli.terminal import console, plain, progress, say, wait_for_build
from assistant.curation.changes import publish, update_index
from assistant.curation.log import log_of
from assistant.errors import SettingError
from assistant.settings import Settings
from corpus.library import own_folder

if TYPE_CHECKING:
    from assistant.web.access.desk import LoginDesk


def add_access(commands: Any) -> None:
    """Name the commands to the parser."""
    publishing = commands.add_parser("publish", help="make a draft a document for everybody")
    publishing.add_argument("id", metavar="ID")
    publishing.set_defaults(run=_publish)

    log = commands.add_parser("log", help="what has been done, and by whom; checks that it is whole")
    log.set_defaults(run=_log)

    token = commands.add_parser("token", help="what programs log in with, where login is on")
    actions = token.add_subparsers(required=True, metavar="ACTION")
    make = actions.add_parser("make", help="a new one; it is shown this once")
    make.add_argument("name", metavar="NAME", help="which program has it")
    make.add_argument("--role", choices=ROLES, default="reader")
    make.add_argument("--days", metavar="N", type=int, default=DAYS, help=f"how long it lasts; else {DAYS}")
    make.set_defaults(run=_make)
    listing = actions.add_parser("list", help="those there are")
    listing.set_defaults(run=_list)
    revoke = actions.add_parser("revoke", help="take one back, at once")
    revoke.add_argument("id", metavar="ID", help="its id or name")
    revoke.set_defaults(run=_revoke)


def login_of(settings: Settings) -> "LoginDesk | None":
    """What login works with; None where no setting switches it on. Raises ``SettingError`` and ``OSError``."""
    if settings.login is None:
        return None
    for package in ("authlib", "itsdangerous", "httpx2"):
        if not find_spec(package):
            raise SettingError(f"login needs the package {package!r}; install it: pip install 'planassistent[login]'")
    from assistant.web.access.start import login_desk

    return login_desk(settings)


def _publish(options: argparse.Namespace, settings: Settings) -> int:
    old = publish(settings, options.id, on_wait=wait_for_build)
    said = f"{options.id} is published" + (f", in the place of {old}" if old else "")
    with progress() as on_share:
        update_index(settings, said, on_share, wait_for_build)
    console.print(plain(said), soft_wrap=True)
    return 0


def _log(options: argparse.Namespace, settings: Settings) -> int:
    """The log, checked from its first line on; what doesn't follow from the line before ends it."""
    entries = log_of(settings).entries()
    for entry in entries:
        who = f"by {entry.who.get('name', '')} ({entry.who.get('subject', '')})" if entry.who else ""
        more = " ".join(f"{name}={value}" for name, value in entry.more.items())
        said = " ".join(filter(None, (entry.at, entry.via, entry.did, entry.document, who, more)))
        console.print(plain(said), soft_wrap=True)
    console.print(plain(f"{len(entries)} lines, whole" + (f"; the last is {entries[-1].hash}" if entries else "")))
    return 0


def _make(options: argparse.Namespace, settings: Settings) -> int:
    made, text = ApiTokens(settings.data).make(options.name, options.role, days=options.days)
    _logged("make token", made.id, made.name, settings, role=made.role)
    say(f"{made.id}, for {made.name!r}: {made.role} until {made.ends[:10]}. It is shown this once, and kept nowhere:")
    print(text)
    if settings.login is None:
        say("no setting switches login on, so that nobody asks for it yet")
    return 0


def _list(options: argparse.Namespace, settings: Settings) -> int:
    table = Table("id", "name", "role", "made", "ends")
    for entry in ApiTokens(settings.data).all():
        table.add_row(entry.id, plain(entry.name), entry.role, entry.made[:10], entry.ends[:10])
    console.print(table)
    return 0


def _revoke(options: argparse.Namespace, settings: Settings) -> int:
    gone = ApiTokens(settings.data).revoke(options.id)
    _logged("revoke token", gone.id, gone.name, settings)
    console.print(plain(f"{gone.id}, for {gone.name!r}, opens nothing any more"), soft_wrap=True)
    return 0


def _logged(did: str, token: str, name: str, settings: Settings, **more: str | int) -> None:
    own_folder(settings.documents, settings.own_documents)
    log_of(settings).add(did, "", via="command", token=token, name=name, who=None, **more)
