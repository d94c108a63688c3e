"""Where a person may be sent on to: our own pages, and nowhere else."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(path: str) -> bool:
    """It is a path on this site, not an address of another one."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def wanted(request: HttpRequest) -> str:
    """The page that the person asked to go on to, or an empty string."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    return path if is_ours(path) else ""
