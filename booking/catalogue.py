"""The system's repair codes and prices, as last read: for admins to compare, never needed by tenants."""

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal

from booking import broker, readings, remote
from booking.models import Reading
from booking.schedulers.abilities import Catalogue, JobCode
from booking.schedulers.urgency import background

BATCH = 20
"""So many codes a task: a worker that dies loses no more than that."""
TIRED = 3
"""So many failures one after the other, and the rest waits for the next time."""


def known_codes(codes: Iterable[str], *, scheduler: str = "connect") -> dict[str, Reading]:
    """What was last read of each code; those never asked for are missing. Asks nobody."""
    keys = {_code_key(code, scheduler): code for code in codes}
    return {keys[row.key]: row for row in Reading.objects.filter(pk__in=list(keys))}


def load_code(reading: Reading) -> JobCode | None:
    """The code as it was read; None where the system has none such, or was never asked."""
    data = reading.get("code")
    return JobCode(**data) if data else None


def fetch_codes(codes: Iterable[str]) -> None:
    """Lets the worker read the codes again."""
    wanted = sorted(set(codes))
    for start in range(0, len(wanted), BATCH):
        broker.nudge("booking.read_codes", *wanted[start : start + BATCH])


def read_codes(codes: Iterable[str], *, scheduler: str = "connect") -> None:
    """Reads the codes one after the other, and stops where the system keeps failing."""
    system = remote.able(remote.scheduler(scheduler), Catalogue)
    failures = 0
    with background():
        for code in codes:
            failures = 0 if _read(system, code, scheduler) else failures + 1
            if failures == TIRED:
                return


def known_price(code: str, *, scheduler: str = "connect") -> Reading:
    """The price as last read; asks nobody."""
    return readings.last(_price_key(code, scheduler))


def load_price(reading: Reading) -> Decimal | None:
    """Pounds for one unit; None where the system names none, or was never asked."""
    price = reading.get("price")
    return None if price is None else Decimal(price)


def read_price(code: str, *, scheduler: str = "connect") -> Reading:
    """What one unit costs under our contract, asked now; may wait. Refused where the system has no prices."""
    system = remote.able(remote.scheduler(scheduler), Catalogue)
    key = _price_key(code, scheduler)

    def question() -> dict[str, object]:
        price = system.price(code)
        return {"price": None if price is None else str(price)}

    return readings.ask(key, question, seen=readings.last(key).read_at)


def _read(system: Catalogue, code: str, scheduler: str) -> bool:
    def question() -> dict[str, object]:
        found = system.job_code(code)
        return {"code": asdict(found) if found else None}

    key = _code_key(code, scheduler)
    return readings.ask(key, question, seen=readings.last(key).read_at).failed_at is None


def _code_key(code: str, scheduler: str) -> str:
    return f"code:{scheduler}:{code}"


def _price_key(code: str, scheduler: str) -> str:
    return f"price:{scheduler}:{code}"
