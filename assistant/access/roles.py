"""What a person may do: read, keep the collection, or see who did what. Each role may do what those before it may."""

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["reader", "keeper", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Person:
    """Who asks, as the identity provider says; ``machine`` is a program with a token, whose name that is.

    ``subject`` is the provider's own name for the person, the same at every login.
    """

    subject: str
    name: str
    role: Role
    machine: bool = False

    def may(self, role: Role) -> bool:
        """Whether the person has the role, or one that may more."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def who(self) -> dict[str, str]:
        """What the log says of the person."""
        return {"subject": self.subject, "name": self.name} | ({"machine": "yes"} if self.machine else {})


def highest(roles: list[Role]) -> Role | None:
    """The role that may most; None where there is none."""
    return max(roles, key=ROLES.index, default=None)
