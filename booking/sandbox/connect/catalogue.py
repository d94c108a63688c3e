"""The landlord's job codes and what they cost, as Connect begins with them.

Most are as the starter tree has them. On purpose PEST003 is missing, GUTT002 means something else, PATH002 is
another trade's, and PIPE008 has no price under the contract; ten codes stand here that no tree names.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Any

VOIDS = "RIVERSIDE-VOIDS"
"""A second contract, for empty homes: a tenth dearer, and only for some codes."""
UNPRICED = frozenset({"PIPE008"})
OLD = {
    "OLD001": ("Rehang internal door, old schedule", "Carpenter", 60, "EA", "44.00"),
    "OLD002": ("Renew tap washer, old schedule", "Plumber", 30, "EA", "21.50"),
}


@cache
def _read() -> dict[str, tuple[str, str, int, str, float]]:
    with Path(__file__).with_name("codes.csv").open(encoding="utf-8", newline="") as file:
        rows = {
            row["code"]: (row["title"], row["skill"], row["minutes"], row["unit"], row["price"])
            for row in csv.DictReader(file)
        }
    return {
        code: (title, skill, int(minutes), unit, float(price))
        for code, (title, skill, minutes, unit, price) in {**rows, **OLD}.items()
    }


def read_codes() -> dict[str, dict[str, Any]]:
    """The values of the document's JobCode, by code."""
    return {
        code: {
            "CodeExternalId": code,
            "Description": title,
            "ShortDescription": title[:40],
            "UnitOfMeasure": unit,
            "StandardMinuteValue": minutes,
            "SkillExternalId": skill,
            "StandardPrice": price,
            "Planned": False,
            "TradeCode": skill[:3].upper(),
            "IsPricingOnly": minutes == 0,
            "Capital": False,
            "DiagnosticCode": True,
        }
        for code, (title, skill, minutes, unit, price) in _read().items()
    }


def read_rates(contract: str) -> dict[tuple[str, str], float]:
    """The price of one unit in pounds, by code and contract."""
    codes = {code: row[4] for code, row in _read().items()}
    usual = {(code, contract): price for code, price in codes.items() if code not in UNPRICED}
    voids = {(code, VOIDS): round(price * 1.1, 2) for code, price in codes.items() if code[:4] in _VOID}
    return usual | voids


_VOID = frozenset({"TAPS", "DOOR", "LITE", "KITC"})
