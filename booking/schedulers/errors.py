"""What may go wrong with a scheduling system: four errors, by what is known afterwards."""

from collections.abc import Mapping
from typing import Any

from booking.schedulers.texts import plain


class SchedulerError(Exception):
    """The remote did not, or may not have, done what was asked; `reason` is for staff, never for a tenant."""

    def __init__(self, reason: str, *, evidence: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason = plain(reason)
        self.evidence = {name: _keep(value) for name, value in (evidence or {}).items()}
        """What staff need to judge it: call, HTTP status, the first bytes of the answer. No secrets."""


class Unavailable(SchedulerError):
    """Certainly not done, and asking again later may work: no connection, open breaker, 401, 403."""

    def __init__(
        self,
        reason: str,
        *,
        retry_after: float | None = None,
        misconfigured: bool = False,
        evidence: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(reason, evidence=evidence)
        self.retry_after = retry_after
        """Seconds the remote asked us to wait, if it said."""
        self.misconfigured = misconfigured
        """True where only a person can mend it (password, address, right): hold everything, lose nothing."""


class Refused(SchedulerError):
    """Certainly not done, and the same request will be refused again."""


class SlotTaken(Refused):
    """Certainly not booked: the slot went to somebody else. Offer fresh ones."""


class Unknown(SchedulerError):
    """The remote may or may not have done it: read before anything is sent again."""


def _keep(value: Any) -> Any:
    # Bytes that are no text end up here of all places, and both are written down.
    return plain(value) if isinstance(value, str) else value
