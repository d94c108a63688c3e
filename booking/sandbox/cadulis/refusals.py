"""How Cadulis says no: an HTTP error with a message, and a list of faults where there are several."""

from collections.abc import Mapping

from ..messages import Refused

CLASH = "The requested time is not available any more"


def no(status: int, error: str, *, errors: Mapping[str, str] | None = None, details: str = "") -> Refused:
    """A refusal in Cadulis's form."""
    body: dict[str, object] = {"error": error}
    if details:
        body["details"] = details
    if errors:
        body["errors"] = dict(errors)
    return Refused(body, status=status)
