"""What an order of another system must say before it is one: a home, a household, a problem, no danger."""

from dataclasses import asdict

from django.utils import timezone

from booking.schedulers.base import Contact
from diagnosis.models import RepairCode
from portal import landlord
from portal.api import problems, seen
from portal.api.asked import ContactIn, OrderIn
from portal.api.problems import Problem
from portal.models import Access, Person, Repair, Tenancy
from portal.models.repair import Place


def read(access: Access, said: OrderIn) -> tuple[Repair, RepairCode]:
    """A report, not kept yet, and its leaf. Raises Problem."""
    leaf = _leaf(access, said.problem)
    _refuse_danger(leaf, said.danger)
    tenancy = _tenancy(said.home)
    if said.shared and not tenancy.home.block:
        raise problems.of_field(
            "not_possible", "body.shared", "no_block", "That home shares nothing with others."
        )
    contact = _contact(said.contact)
    person = _person(tenancy, contact)
    return (
        Repair(
            tenancy=tenancy,
            reported_by=person,
            place=Place.SHARED if said.shared else Place.HOME,
            description=said.description,
            access=said.access,
            answers={} if said.danger is None else {"danger": "no"},
            contact=asdict(contact) if contact else person.contact_details.snapshot(),
        ),
        leaf,
    )


def _leaf(access: Access, slug: str) -> RepairCode:
    found = seen.leaves(access).filter(slug=slug).first()
    if found is None:
        raise problems.of_field(
            "not_found", "body.problem", "unknown", "The tree has no such problem for this access."
        )
    return found


def _refuse_danger(leaf: RepairCode, danger: bool | None) -> None:
    if danger:
        phone = landlord.current().emergency_phone
        raise Problem("emergency", f"The tenant must call {phone} now. Nothing has been ordered.")
    if leaf.danger_question and danger is None:
        raise Problem("danger_unanswered", f"Ask: {leaf.danger_question} Then say it as danger.")


def _tenancy(home: str) -> Tenancy:
    current = Tenancy.objects.current(timezone.localdate()).select_related("home")
    found = current.filter(home__reference=home).order_by("-started").first()
    if found is None:
        raise Problem("no_tenancy")
    return found


def _person(tenancy: Tenancy, contact: Contact | None) -> Person:
    """Who of the household it is about: the one of that address, else the first who can be called."""
    people = list(
        tenancy.people.filter(is_active=True).select_related("contact_details").order_by("joined_at", "pk")
    )
    known = [person for person in people if hasattr(person, "contact_details")]
    if contact is not None:
        same = [person for person in people if person.email == contact.email.lower()]
        if same or people:
            return (same or known or people)[0]
    elif known:
        return known[0]
    raise problems.of_field(
        "not_possible",
        "body.contact",
        "missing",
        "We hold no contact of that household: say whom to ask for.",
    )


def _contact(said: ContactIn | None) -> Contact | None:
    if said is None:
        return None
    if said.texts and not said.mobile:
        raise problems.of_field(
            "invalid", "body.contact.mobile", "missing", "Text messages need a mobile number."
        )
    return Contact(
        name=said.name,
        mobile=said.mobile,
        home_phone=said.home_phone,
        email=said.email,
        texts=said.texts,
    )
