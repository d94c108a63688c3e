"""The types of Connect's fields and the base of its objects.

Lengths hold for what we send and for what we read, and nothing is ever shortened.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.alias_generators import to_pascal

from booking.schedulers.connect import enums
from booking.schedulers.connect.dates import read_date, read_moment

Item = TypeVar("Item")

MOST_DIGITS = 30


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a truth value is no number")
    if isinstance(value, Decimal) and value and abs(value.adjusted()) > MOST_DIGITS:
        # Whoever wrote it out would fill the memory.
        raise ValueError("no number that anybody could mean")
    return value


def _whole(value: Any) -> Any:
    # Not as it stands: the whole number that 1E+999999999 is would fill the memory.
    return float(value) if isinstance(value, Decimal) else _number(value)


def _fits(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise ValueError("no whole number of Connect's")
    return value


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def keep_objects(value: Any) -> Any:
    """A list without whatever is no object."""
    if isinstance(value, list):
        # In place, so that what a later fault says about places in the list stays true.
        value[:] = [item for item in value if isinstance(item, dict | BaseModel)]
    return value


def _stamp(moment: dt.datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else None


Text = str | None
Text4000 = Annotated[str, Field(max_length=4000)] | None
Text2048 = Annotated[str, Field(max_length=2048)] | None
Text128 = Annotated[str, Field(max_length=128)] | None
Text64 = Annotated[str, Field(max_length=64)] | None
Text48 = Annotated[str, Field(max_length=48)] | None
Text32 = Annotated[str, Field(max_length=32)] | None
Text20 = Annotated[str, Field(max_length=20)] | None
Text8 = Annotated[str, Field(max_length=8)] | None
Whole = Annotated[int, AfterValidator(_fits), BeforeValidator(_whole)] | None
# Read as written, with every digit; sent as a JSON number.
Number = (
    Annotated[
        Decimal,
        Field(allow_inf_nan=False),
        BeforeValidator(_number),
        PlainSerializer(_plain, when_used="json-unless-none"),
        WithJsonSchema({"type": "number"}),
    ]
    | None
)
Flag = bool | None
Date = Annotated[dt.date | None, BeforeValidator(read_date)]
Moment = Annotated[dt.datetime | None, BeforeValidator(read_moment), PlainSerializer(_stamp)]
Many = Annotated[tuple[Item, ...] | None, BeforeValidator(keep_objects)]

AvailabilityStatus = (
    Annotated[enums.AvailabilityStatus, BeforeValidator(enums.AvailabilityStatus.parse)] | None
)
ContactPreference = Annotated[enums.ContactPreference, BeforeValidator(enums.ContactPreference.parse)] | None
ContractorType = Annotated[enums.ContractorType, BeforeValidator(enums.ContractorType.parse)] | None
MessagingPreference = (
    Annotated[enums.MessagingPreference, BeforeValidator(enums.MessagingPreference.parse)] | None
)
OrderSource = Annotated[enums.OrderSource, BeforeValidator(enums.OrderSource.parse)] | None
OrderStatus = Annotated[enums.OrderStatus, BeforeValidator(enums.OrderStatus.parse)] | None
PaymentTerms = Annotated[enums.PaymentTerms, BeforeValidator(enums.PaymentTerms.parse)] | None
PurchaseInvoiceCategory = (
    Annotated[enums.PurchaseInvoiceCategory, BeforeValidator(enums.PurchaseInvoiceCategory.parse)] | None
)
VisitResultType = Annotated[enums.VisitResultType, BeforeValidator(enums.VisitResultType.parse)] | None
VisitStatus = Annotated[enums.VisitStatus, BeforeValidator(enums.VisitStatus.parse)] | None


class Remote(BaseModel):
    """Any object of Connect's: PascalCase outside, frozen, blind to fields that nobody has documented."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=to_pascal,
        validate_by_name=True,
        validate_by_alias=True,
        coerce_numbers_to_str=True,
    )

    def body(self) -> dict[str, Any]:
        """What goes over the wire: fields with a value only."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def query(self) -> dict[str, str]:
        """The same as parameters of an address; truth values as `true` and `false`."""
        return {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in self.body().items()}
