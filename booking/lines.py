"""Codes with quantities as JSON, the same in an order, a command and a page."""

from decimal import Decimal

from booking.schedulers.abilities import CodeLine


def dump_line(line: CodeLine) -> dict[str, str]:
    """A code and its quantity; as text, so that no fraction is lost."""
    return {"code": line.code, "quantity": str(line.quantity), "location": line.location}


def load_line(data: dict[str, str]) -> CodeLine:
    """What `dump_line` wrote."""
    return CodeLine(code=data["code"], quantity=Decimal(data["quantity"]), location=data["location"])
