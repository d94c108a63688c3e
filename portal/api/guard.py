"""Who is calling, and may they: the key, the allowance and the right, in this order."""

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from booking import moments
from portal.api import door, keys, limits
from portal.api.problems import Problem
from portal.models import Access
from portal.models.access import Rights

LADDER = (Rights.SLOTS, Rights.ORDERS, Rights.DIARY)
"""Each right includes those before it; one that is not here includes nothing."""


class Key(HttpBearer):
    """Lets an access in that has the right."""

    def __init__(self, right: Rights) -> None:
        super().__init__()
        self.right = right

    def authenticate(self, request: HttpRequest, token: str) -> Access:
        """The access. Raises Problem."""
        access = keys.find(token, now=moments.now())
        allowance = limits.count(access, now=timezone.now())
        for name, value in allowance.headers.items():
            door.say(request, name, value)
        if allowance.over:
            raise Problem("too_many", headers={"Retry-After": str(allowance.seconds)})
        keys.note_use(access)
        if not has(access, self.right):
            raise Problem("right_missing", f"It needs the right {self.right.value!r}.")
        return access


SLOTS, ORDERS, DIARY = (Key(right) for right in LADDER)


def has(access: Access, right: Rights) -> bool:
    """The access includes the right."""
    return access.rights in LADDER[LADDER.index(right) :]


def access(request: HttpRequest) -> Access:
    """Who is calling."""
    return cast(Access, getattr(request, "auth"))  # noqa: B009 - Ninja puts it there


def name(request: HttpRequest) -> str:
    """Who is calling, as it is written down with what they want."""
    return f"access:{access(request).pk}"
