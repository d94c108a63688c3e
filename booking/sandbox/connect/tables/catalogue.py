"""Codes of an order, what they cost, and what an order has of attributes."""

from ..fields import Shape, decimal, many, text, whole
from .visits import ATTRIBUTE_ITEM

CODE = Shape(
    "Code",
    {
        "CodeExternalId": text(since=3, required=True),
        "LocationExternalId": text(since=3),
        "Quantity": decimal(since=3),
    },
)
ATTRIBUTE = Shape("Attribute", {"OrderId": whole(since=3), "Attribute": many(ATTRIBUTE_ITEM, since=3)})
RATE_BOOK = Shape(
    "RateBook",
    {
        "CodeExternalId": text(since=3, required=True),
        "ContractExternalId": text(since=3, required=True),
        "ContractName": text(since=3),
        "Price": decimal(since=3),
    },
)
RATE_KEY = Shape(
    "RateKey",
    {"CodeExternalId": text(since=3, required=True), "ContractExternalId": text(since=3)},
)
