"""Connect's repair codes and their prices, as told."""

from decimal import Decimal

from booking.schedulers.abilities import JobCode
from booking.schedulers.base import Unavailable
from booking.schedulers.connect.client import Client


def read_code(client: Client, code: str) -> JobCode | None:
    """The code; None where Connect has none such."""
    found = client.catalogue.get_job_code(code)
    if found is None:
        return None
    return JobCode(
        code=code,
        description=found.description or found.short_description or "",
        # By the name that a question for first dates takes.
        trade=found.skill_external_id or found.trade_code or "",
        minutes=found.standard_minute_value,
        unit=found.unit_of_measure or "",
    )


def read_price(client: Client, code: str, *, contract: str) -> Decimal | None:
    """The price of one unit, to the last digit; None where there is no such rate, or none with a price.

    The code's standard price is not ours, so it never stands in.
    """
    books = client.catalogue.get_rate_books(code, contract=contract)
    prices = {book.price for book in books if book.contract_external_id == contract}
    if len(prices) > 1:
        raise Unavailable(f"RateBook names several prices for {code} under {contract}.")
    return next(iter(prices), None)
