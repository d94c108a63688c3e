"""The keys of other systems: made once, shown once, found again by their beginning, known by their hash."""

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from booking.moments import later
from portal.api.problems import Problem
from portal.models import Access, AccessChange

BEGINNING = "rp_"
NOBODYS = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
USED_EVERY = dt.timedelta(minutes=1)
"""How exactly we note when an access was last used: a row written with every call would cost more."""


def issue(access: Access, *, by: str) -> str:
    """Keeps a new access and answers its key, which nobody can ever read again."""
    access.prefix = f"{BEGINNING}{secrets.token_hex(4)}"
    key = f"{access.prefix}_{secrets.token_urlsafe(32)}"
    access.key_hash = _hash(key)
    with transaction.atomic():
        access.save(force_insert=True)
        AccessChange.objects.create(access=access, what="created", by=by)
    return key


def revoke(access: Access, *, by: str) -> bool:
    """The key stops working at once, for good; False where it had been revoked."""
    with transaction.atomic():
        live = Access.objects.filter(pk=access.pk, revoked_at__isnull=True)
        if not live.update(revoked_at=Now()):
            return False
        AccessChange.objects.create(access=access, what="revoked", by=by)
        return True


def find(key: str, *, now: dt.datetime) -> Access:
    """The access with that key. Raises Problem: key_unknown, key_revoked or key_expired."""
    access = Access.objects.filter(prefix=_beginning(key)).first()
    # Compared even where there is none, so that the time says nothing.
    same = hmac.compare_digest(access.key_hash if access else NOBODYS, _hash(key))
    if access is None or not same:
        raise Problem("key_unknown")
    if access.revoked_at is not None:
        raise Problem("key_revoked")
    if access.expires_at <= now:
        raise Problem("key_expired")
    return access


def note_use(access: Access) -> None:
    """Somebody came in by it, to the minute."""
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=later(-USED_EVERY))
    Access.objects.filter(stale, pk=access.pk).update(last_used_at=Now())


def _beginning(key: str) -> str:
    # The secret itself may hold any of these letters, the beginning has a length of its own.
    return key[: len(BEGINNING) + 8].replace("\0", "")


def _hash(key: str) -> str:
    # 256 random bits need no slow hash: nobody guesses them.
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
