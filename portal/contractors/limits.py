"""How often one address may ask for pages behind a link: nobody tries out links, nobody floods us."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

A_MINUTE = 60
"""Pages of one network address; a contractor's whole office may share one."""


def allowed(request: HttpRequest) -> bool:
    """Counts one page, and says whether there may be one more this minute."""
    key = f"contractors:{get_adapter().get_client_ip(request)}:{int(time.time()) // 60}"
    cache.add(key, 0, 120)
    try:
        return bool(cache.incr(key) <= A_MINUTE)
    except ValueError:  # the cache has dropped it between the two
        return True
