"""Where a list goes on: signed, so that it is ours, and for that access and that list alone."""

from django.core import signing

from portal.api.problems import Problem
from portal.models import Access

SALT = "portal.api.cursor"


def write(access: Access, listing: str, *place: str) -> str:
    """A cursor behind that place."""
    return signing.dumps([access.pk, listing, *place], salt=SALT)


def read(access: Access, listing: str, cursor: str) -> list[str]:
    """The place that `write` was given. Raises Problem: bad_cursor."""
    try:
        owner, about, *place = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Problem("bad_cursor") from error
    if (owner, about) != (access.pk, listing):
        raise Problem("bad_cursor")
    return [str(part) for part in place]
