"""An order's codes and traits in Connect: read before anything is added, so that repeating adds nothing."""

from collections.abc import Iterable
from decimal import Decimal

from booking.schedulers.abilities import CodeLine, Details, Trait
from booking.schedulers.base import Refused
from booking.schedulers.connect import objects
from booking.schedulers.connect.client import Client
from booking.schedulers.connect.orders import make, need

DIGITS, PLACES = 15, 4


def read(client: Client, order: int) -> Details:
    """Every code and trait of the order; a code without a quantity counts as one."""
    codes = tuple(
        CodeLine(
            code=code.code_external_id or "",
            quantity=Decimal(1) if code.quantity is None else code.quantity,
            location=code.location_external_id or "",
        )
        for code in client.details.get_codes(order)
    )
    traits = tuple(
        Trait(name=item.attribute_name or "", value=item.value or "")
        for item in client.details.get_attributes(order)
    )
    return Details(codes=codes, traits=traits)


def check(wanted: Details) -> None:
    """Refused where Connect could not take it as it stands."""
    check_codes(wanted.codes)
    for trait in wanted.traits:
        need(trait.name.strip(), "the name of an attribute")
    if len({trait.name for trait in wanted.traits}) < len(wanted.traits):
        raise Refused("An attribute of an order has one value.")
    if len({(line.code, line.location) for line in wanted.codes}) < len(wanted.codes):
        raise Refused("A code of an order stands once at each location.")


def check_codes(lines: Iterable[CodeLine]) -> None:
    """Refused for a code without a name, or a quantity that is no amount or would have to be rounded."""
    for line in lines:
        need(line.code.strip(), "the code")
        quantity = line.quantity
        if not quantity.is_finite() or quantity <= 0 or quantity.adjusted() >= DIGITS - PLACES:
            raise Refused(f"The quantity of {line.code} is no amount.")
        if quantity != quantity.quantize(Decimal(1).scaleb(-PLACES)):
            raise Refused(f"The quantity of {line.code} has more than {PLACES} decimal places.")


def complete(client: Client, order: int, wanted: Details) -> None:
    """Add what the order lacks, traits first: work without a code is late, without a warning unsafe."""
    has = read(client, order)
    _complete_traits(client, order, has.traits, wanted.traits)
    _complete_codes(client, order, has.codes, wanted.codes)


def _complete_traits(client: Client, order: int, has: tuple[Trait, ...], wanted: tuple[Trait, ...]) -> None:
    if set(wanted) <= set(has):
        return
    ours = {trait.name for trait in wanted}
    # All that the order has go along: whether setting some removes the others is nowhere said.
    kept = tuple(trait for trait in has if trait.name not in ours)
    items = tuple(
        make(objects.AttributeItem, attribute_name=trait.name, value=trait.value)
        for trait in (*kept, *wanted)
    )
    client.details.post_attributes(order, items)


def _complete_codes(
    client: Client, order: int, has: tuple[CodeLine, ...], wanted: tuple[CodeLine, ...]
) -> None:
    quantities = {(line.code, line.location): line.quantity for line in has}
    somewhere = {line.code for line in has}
    for line in wanted:
        present = quantities.get((line.code, line.location))
        if present is not None and present < line.quantity:
            client.details.put_code(order, _code(line))
        # Where an order is split by locations and we name none, any of them will do.
        elif present is None and (line.location or line.code not in somewhere):
            client.details.post_code(order, _code(line))


def _code(line: CodeLine) -> objects.Code:
    return make(
        objects.Code,
        code_external_id=line.code,
        location_external_id=line.location or None,
        quantity=line.quantity,
    )
