"""Does the way to a firm work? Tried out for an admin, and said in words."""

import logging
import uuid
from dataclasses import dataclass

from booking import remote
from booking.schedulers.base import SchedulerError, Unavailable
from diagnosis.models import Route, Supplier
from portal.notices import letters, words
from portal.officers.systems import title

log = logging.getLogger(__name__)

OWN = "connect"


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether it works, and what an admin should know about it."""

    works: bool
    said: str


def test(supplier: Supplier) -> Finding:
    """Asks the firm's system, or sends a letter; may take as long as a slow remote does."""
    if supplier.route == Route.EMAIL:
        return _write_to(supplier)
    return _ask(supplier.system if supplier.route == Route.SYSTEM else OWN)


def _ask(system: str) -> Finding:
    name = title(system)
    try:
        scheduler = remote.scheduler(system)
        with remote.away():
            scheduler.check()
    except Unavailable as error:
        advice = " Nothing but a change of the settings mends it." if error.misconfigured else ""
        return Finding(False, f"{name} cannot be used: {_sentence(error.reason)}{advice}")
    except SchedulerError as error:
        return Finding(False, f"{name} answered, and something is wrong: {_sentence(error.reason)}")
    except Exception:
        # Whatever is odd in an answer is a finding too, and no reason for an error page.
        log.exception("the connection to %s could not be tested", system)
        return Finding(False, f"{name} could not be tested: our own code failed. The log says where.")
    return Finding(True, f"{name} answers and lets us in.")


def _write_to(supplier: Supplier) -> Finding:
    text = words.compose("contractor_test", supplier=supplier)
    key = f"contractor-test:{uuid.uuid4()}"
    if not letters.write(key=key, to=supplier.email, subject=text.subject, body=text.body):
        return Finding(False, f"{supplier.email or 'Nothing'} is no e-mail address.")
    return Finding(
        True, f"A letter to {supplier.email} is on its way. Whether it left stands under Messages."
    )


def _sentence(reason: str) -> str:
    return f"{reason.rstrip('.')}."
