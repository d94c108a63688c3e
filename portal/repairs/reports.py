"""Reports: what a tenant tells us, step by step, until it is an order or a request to the team."""

from dataclasses import replace
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from booking import moments, orders
from booking.models import Order
from booking.schedulers.abilities import CodeLine, Details, Trait
from booking.schedulers.base import Contact
from diagnosis import tree
from diagnosis.models import RepairCode
from diagnosis.particulars import read_attributes, read_codes
from portal import routing
from portal.accounts import details
from portal.models import Person, Repair, Tenancy
from portal.models.repair import Place, RepairState
from portal.notices import team


class Step(StrEnum):
    """The questions, by the name of their page."""

    CONTACT = "contact"
    PLACE = "repair-place"
    KNOWN = "repair-known"
    PROBLEM = "repair-problem"
    DANGER = "repair-danger"
    TRY_FIRST = "repair-try"
    DESCRIBE = "repair-describe"
    CHECK = "repair-check"


def start(tenancy: Tenancy, *, by: Person) -> Repair:
    """A report to fill in: the one that the person has begun and not finished, or a new one."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=by.pk)
        begun = Repair.objects.drafts().filter(tenancy=tenancy, reported_by=by).first()
        place = "" if tenancy.home.block else Place.HOME
        return begun or Repair.objects.create(tenancy=tenancy, reported_by=by, place=place)


def next_step(repair: Repair) -> Step:
    """The first question that has no answer yet."""
    answers, code = repair.answers, repair.code
    if not _contact_confirmed(repair):
        return Step.CONTACT
    if not repair.place:
        return Step.PLACE
    if "known" not in answers and known(repair):
        return Step.KNOWN
    if code is None:
        return Step.PROBLEM
    if code.danger_question and "danger" not in answers:
        return Step.DANGER
    if code.try_first and "try_first" not in answers:
        return Step.TRY_FIRST
    return Step.CHECK if repair.description else Step.DESCRIBE


def known(repair: Repair) -> list[Repair]:
    """What this household has reported and is not over, newest first."""
    rows = repair.tenancy.repairs.reported().exclude(state=RepairState.CANCELLED).select_related("order")
    return [other for other in rows.order_by("-started_at")[:10] if _going_on(other)]


def keep_place(repair: Repair, place: str) -> None:
    """Where it is; another place means another choice of problems."""
    if place != repair.place:
        _forget_problem(repair)
    repair.place = place
    repair.save()


def answer(repair: Repair, question: str, said: str) -> None:
    """What the tenant said to one question of the leaf."""
    repair.answers = {**repair.answers, question: said}
    repair.save(update_fields=["answers"])


def choose(repair: Repair, leaf: RepairCode) -> None:
    """What is wrong; the leaf's own questions are asked anew."""
    _forget_problem(repair)
    repair.code, repair.title = leaf, _title(leaf)
    repair.save()


def describe(repair: Repair, *, description: str, access: str) -> None:
    """The tenant's own words."""
    repair.description, repair.access = description, access
    repair.save(update_fields=["description", "access"])


def report(repair: Repair, *, by: Person) -> Repair:
    """The order, written down before anything is sent; a second click finds the first one's order."""
    with transaction.atomic():
        held = Repair.objects.select_for_update().get(pk=repair.pk)
        if not held.is_draft:
            return held
        if held.code is None:
            raise RepairCode.DoesNotExist
        leaf = tree.leaf(held.code.slug)
        held.contact = by.contact_details.snapshot()

        def keep(order: Order) -> None:
            held.order = order
            _reported(held, RepairState.ORDERED)

        work = replace(_work(held, leaf), contact_before=details.to_carry(by.contact_details))
        routing.raise_order(leaf, work, key=f"raise:{held.pk}", by=f"person:{by.pk}", keep=keep)
        return held


def take(told: Repair, leaf: RepairCode, *, key: str, by: str) -> Repair:
    """What another system tells us for a household, as a new row: an order at once, in the tenant's own list.

    The same key answers the same repair.
    """
    with transaction.atomic():
        known = Repair.objects.filter(order__commands__key=key).select_related("order").first()
        if known is not None:
            return known
        told.code, told.title = leaf, _title(leaf)

        def keep(order: Order) -> None:
            told.order = order
            _reported(told, RepairState.ORDERED)

        routing.raise_order(leaf, _work(told, leaf), key=key, by=by, keep=keep)
        return told


def request(repair: Repair, *, description: str, by: Person) -> Repair:
    """What the tree has no answer for goes to the landlord's team, in the tenant's words."""
    with transaction.atomic():
        held = Repair.objects.select_for_update().get(pk=repair.pk)
        if not held.is_draft:
            return held
        held.code, held.title, held.description = None, "Something else", description
        held.contact = by.contact_details.snapshot()
        _reported(held, RepairState.REQUESTED)
        team.request(held)
        return held


def ask_for_call(repair: Repair) -> None:
    """None of the times suits: the team is told once, and calls."""
    with transaction.atomic():
        held = Repair.objects.select_for_update().get(pk=repair.pk)
        if held.call_wanted:
            return
        answer(held, "times", "none suits")
        team.tell(f"none_suits:{held.pk}", "team_none_suits", repair=held, order=held.order)


def discard(repair: Repair) -> None:
    """The tenant mended it, or thought better of it."""
    Repair.objects.drafts().filter(pk=repair.pk).delete()


def _title(leaf: RepairCode) -> str:
    return " › ".join(str(node) for node in tree.path(leaf))


def _contact_confirmed(repair: Repair) -> bool:
    details = getattr(repair.reported_by, "contact_details", None)
    return bool(details and details.confirmed_at and details.confirmed_at >= repair.started_at)


def _work(repair: Repair, leaf: RepairCode) -> orders.Work:
    return orders.Work(
        customer=repair.tenancy.home.reference,
        address=repair.tenancy.home.address,
        description=_words(repair),
        priority=leaf.priority.external_id,
        target_date=tree.target_date(leaf, today=timezone.localdate()),
        contact=Contact(**repair.contact),
        codes=(leaf.code,) if leaf.code else (),
        template=leaf.template,
        out_of_hours=leaf.out_of_hours,
        two_to_attend=leaf.two_to_attend,
        details=_details(leaf),
    )


def _details(leaf: RepairCode) -> Details:
    codes = read_codes(leaf.further_codes)
    traits = read_attributes(leaf.attributes)
    return Details(
        codes=tuple(CodeLine(code=code, quantity=quantity) for code, quantity in codes),
        traits=tuple(Trait(name=name, value=value) for name, value in traits),
    )


def _words(repair: Repair) -> str:
    lines = [repair.title, repair.description]
    if repair.place == Place.SHARED:
        lines.insert(1, f"In a shared area of {repair.tenancy.home.block}.")
    if repair.access:
        lines.append(f"Access: {repair.access}")
    return "\n".join(lines)


def _reported(repair: Repair, state: RepairState) -> None:
    repair.state = state
    repair.reported_at = moments.now()
    repair.save()


def _forget_problem(repair: Repair) -> None:
    repair.code, repair.title = None, ""
    repair.answers = {name: said for name, said in repair.answers.items() if name == "known"}


def _going_on(repair: Repair) -> bool:
    return repair.order is None or repair.order.state in {"raising", "open", "refused"}
