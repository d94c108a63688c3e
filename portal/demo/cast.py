"""Who lives in the demo: people of the kinds that matter, and their homes."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person who can sign in."""

    email: str
    name: str
    who: str
    mobile: str = ""
    home_phone: str = ""
    texts: bool = False
    officer: bool = False
    owner: bool = False
    admin: bool = False


@dataclass(frozen=True, kw_only=True)
class Place:
    """A home; the reference is the scheduling system's."""

    reference: str
    line1: str
    city: str
    postcode: str
    block: str = ""


@dataclass(frozen=True, kw_only=True)
class Household:
    """Who lives, or lived, in which home."""

    home: str
    people: tuple[str, ...]
    started: dt.date
    ended: dt.date | None = None


PEOPLE = (
    Somebody(
        email="amira@riverside.example",
        name="Amira Khan",
        who="tenant, alone in a house",
        mobile="07700 900101",
        texts=True,
    ),
    Somebody(
        email="daniel@riverside.example",
        name="Daniel Osei",
        who="joint tenant, in a block",
        mobile="07700 900102",
        texts=True,
    ),
    Somebody(
        email="grace@riverside.example",
        name="Grace Osei",
        who="joint tenant with Daniel",
        mobile="07700 900103",
    ),
    Somebody(
        email="margaret@riverside.example",
        name="Margaret Hill",
        who="tenant, alone in a block, home phone only",
        home_phone="01632 960104",
    ),
    Somebody(
        email="peter@riverside.example",
        name="Peter Novak",
        who="has left: Daniel and Grace's home was his",
        mobile="07700 900105",
    ),
    Somebody(email="olivia@riverside.example", name="Olivia Bennett", who="housing officer", officer=True),
    Somebody(
        email="owner@riverside.example",
        name="Helen Ward",
        who="owner, opens the API and the webhooks at /owner/",
        owner=True,
    ),
    Somebody(email="admin@riverside.example", name="Adam Price", who="admin, at /admin/", admin=True),
)

HOMES = (
    Place(reference="RIV-1001", line1="4 Mill Lane", city="Riverside", postcode="ZZ99 4ML"),
    Place(
        reference="RIV-2012",
        line1="Flat 12, Weir Court",
        city="Riverside",
        postcode="ZZ99 2WC",
        block="Weir Court",
    ),
    Place(
        reference="RIV-2007",
        line1="Flat 7, Weir Court",
        city="Riverside",
        postcode="ZZ99 2WC",
        block="Weir Court",
    ),
)

HOUSEHOLDS = (
    Household(home="RIV-1001", people=("amira@riverside.example",), started=dt.date(2019, 4, 1)),
    Household(
        home="RIV-2012",
        people=("peter@riverside.example",),
        started=dt.date(2015, 9, 7),
        ended=dt.date(2022, 5, 29),
    ),
    Household(
        home="RIV-2012",
        people=("daniel@riverside.example", "grace@riverside.example"),
        started=dt.date(2022, 6, 13),
    ),
    Household(home="RIV-2007", people=("margaret@riverside.example",), started=dt.date(1998, 2, 16)),
)


CONTRACTORS = {"FENCE01": "hartley", "ROOF01": "skyline"}
"""Firms of the starter tree that have a scheduling system of their own, by its name."""


def describe() -> str:
    """One line for each person: address, name and kind."""
    width = max(len(somebody.email) for somebody in PEOPLE)
    return "\n".join(f"  {s.email:{width}}  {s.name}: {s.who}" for s in PEOPLE)
