"""A contractor without a system is asked: one outcome, whatever two people do at once."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from booking import invitations, links, orders
from booking.agreed import AgreedTime
from booking.invitations import Changed
from booking.models import Command, Invitation, Order
from booking.models.invitation import InvitationState
from booking.models.order import OrderState
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)
FIRM = {"fulfilment": "by_email", "scheduler": "", "supplier": "TREE01", "supplier_name": "Green & Sons"}
NEXT_WEEK = dt.timedelta(days=7)


def at(days: int, hour: int = 8) -> AgreedTime:
    return AgreedTime(flow.day(days), dt.time(hour), dt.time(hour + 2))


def soon() -> dt.datetime:
    return timezone.now() + NEXT_WEEK


def invite(**facts: object) -> Invitation:
    order = orders.raise_order(flow.work(**FIRM | facts), key="raise:1", by="person:1")
    return invitations.invite(order, to="green@trees.example", answer_days=2, answer_by=soon(), by="person:1")


def proposed() -> Invitation:
    return invitations.propose(invite(), times=[at(5), at(6)], version=0, answer_by=soon())


def agreed() -> Invitation:
    return invitations.accept(invite(), time=at(5), version=0)


def visit_of(invitation: Invitation):
    return invitation.order.appointments.live().get()


# --- asking ---
def test_the_order_is_open_at_once_and_no_system_is_asked(script, nudges, told):
    order = invite().order
    assert order.is_open
    assert [event for event, _ in told] == ["order.raised", "contractor.asked"]
    assert script.calls == []
    assert {task for task, _ in nudges} == {"portal.send"}
    assert not Command.objects.live().exists()


def test_the_same_click_raises_one_order_and_asks_once():
    assert invite().pk == invite().pk
    assert Order.objects.count() == 1


def test_one_invitation_of_an_order_is_live():
    order = invite().order
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(order=order, to="b@trees.example", answer_days=1, answer_by=soon())


@pytest.mark.parametrize("facts", [{"scheduler": "connect"}, {"supplier": ""}])
def test_an_order_by_email_is_in_no_system_and_names_its_firm(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        orders.raise_order(flow.work(**FIRM | facts), key="raise:1", by="person:1")


def test_nobody_is_invited_to_an_order_that_a_system_holds(script):
    order = flow.open_order()
    with pytest.raises(Changed):
        invitations.invite(order, to="a@b.example", answer_days=1, answer_by=soon(), by="x")


def test_an_order_by_email_is_never_read_again(script):
    order = invite().order
    Order.objects.update(read_due_at=timezone.now() - NEXT_WEEK)
    assert not Order.objects.due_a_read().exists()
    assert not flow.reread(order)
    assert script.calls == []


# --- accepting ---
def test_an_accepted_time_stands(told):
    visit = visit_of(agreed())
    assert (visit.date, visit.start, visit.end) == (flow.day(5), dt.time(8), dt.time(10))
    assert told[-1] == ("appointment.booked", flow.day(5).isoformat())


def test_accepting_twice_is_done_once(told):
    invitation = invite()
    invitations.accept(invitation, time=at(5), version=0)
    with pytest.raises(Changed):
        invitations.accept(invitation, time=at(5), version=0)
    assert visit_of(invitation).date == flow.day(5)
    assert [event for event, _ in told].count("appointment.booked") == 1


def test_of_two_tabs_at_once_one_decides(told):
    invitation = invite()
    begin = threading.Barrier(2)

    def click(verb):
        try:
            begin.wait(5)
            verb()
        except Changed:
            return "changed"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        ends = pool.map(
            click,
            [
                lambda: invitations.accept(invitation, time=at(5), version=0),
                lambda: invitations.decline(invitation, reason="no", version=0),
            ],
        )
    assert sorted(ends) == ["changed", "done"]
    live = invitation.order.appointments.live().count()
    assert (Invitation.objects.get().state == InvitationState.AGREED) == (live == 1)


def test_another_agreed_time_moves_the_visit(told):
    invitation = invitations.accept(agreed(), time=at(9), version=1)
    assert visit_of(invitation).date == flow.day(9)
    assert invitation.order.appointments.count() == 2
    assert told[-1] == ("appointment.moved", flow.day(9).isoformat())


# --- proposing and choosing ---
def test_a_proposal_is_no_appointment():
    invitation = proposed()
    assert invitation.state == InvitationState.PROPOSED
    assert not invitation.order.appointments.exists()


def test_the_tenant_chooses_one_of_the_times():
    invitation = invitations.choose(proposed(), nth=1, version=1)
    assert visit_of(invitation).date == flow.day(6)


@pytest.mark.parametrize("nth", [2, 9])
def test_a_time_that_was_not_proposed_cannot_be_chosen(nth):
    with pytest.raises(Changed):
        invitations.choose(proposed(), nth=nth, version=1)


def test_a_time_that_has_begun_cannot_be_chosen():
    invitation = invitations.propose(invite(), times=[at(-1), at(6)], version=0, answer_by=soon())
    with pytest.raises(Changed):
        invitations.choose(invitation, nth=0, version=1)


def test_choosing_from_an_older_letter_books_nothing():
    invitation = proposed()
    invitations.propose(invitation, times=[at(8)], version=1, answer_by=soon())
    with pytest.raises(Changed):
        invitations.choose(invitation, nth=0, version=1)
    assert not invitation.order.appointments.exists()


def test_none_suits_once_asks_again_and_twice_calls_a_person(told):
    invitation = invitations.none_suits(proposed(), version=1, answer_by=soon())
    assert (invitation.state, told[-1][0]) == (InvitationState.ASKED, "contractor.asked")
    again = invitations.propose(invitation, times=[at(8)], version=2, answer_by=soon())
    end = invitations.none_suits(again, version=3, answer_by=soon())
    assert (end.state, told[-1]) == (InvitationState.NOT_AGREED, ("contractor.failed", "not_agreed"))


def test_the_time_to_choose_ends_when_the_last_time_begins():
    invitation = invitations.propose(invite(), times=[at(2), at(1)], version=0, answer_by=soon())
    assert invitation.answer_by == at(2).begins


# --- changing one's mind, declining, cancelling ---
def test_new_times_after_an_agreement_call_the_visit_off(told):
    invitation = invitations.propose(agreed(), times=[at(8)], version=1, answer_by=soon())
    assert not invitation.order.appointments.live().exists()
    assert [event for event, _ in told[-2:]] == ["appointment.cancelled", "contractor.proposed"]


def test_declining_calls_a_person():
    invitation = invitations.decline(agreed(), reason="The van is broken", version=1)
    assert list(Invitation.objects.for_staff()) == [invitation]
    assert not invitation.order.appointments.live().exists()


def test_cancelling_ends_the_link_and_the_visit_at_once(told):
    invitation = agreed()
    orders.cancel(invitation.order, reason="x", key="cancel:1", by="person:1")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.order.state) == (InvitationState.WITHDRAWN, OrderState.CANCELLED)
    assert invitations.over(invitation)
    assert told[-1][0] == "order.cancelled"
    with pytest.raises(Changed):
        invitations.accept(invitation, time=at(9), version=1)
    assert not invitation.order.appointments.live().exists()


def test_cancelling_twice_is_done_once(told):
    order = invite().order
    for _ in range(2):
        orders.cancel(order, reason="x", key="cancel:1", by="person:1")
    assert [event for event, _ in told].count("order.cancelled") == 1


# --- in time or not ---
def late(invitation: Invitation) -> Invitation:
    Invitation.objects.filter(pk=invitation.pk).update(answer_by=timezone.now() - NEXT_WEEK)
    return invitation


@pytest.mark.parametrize("begin", [invite, proposed])
def test_what_nobody_answers_in_time_calls_a_person_once(told, begin):
    late(begin())
    for _ in range(2):
        invitations.close_overdue()
    assert Invitation.objects.get().state == InvitationState.OVERDUE
    assert [fact for fact in told if fact[0] == "contractor.failed"] == [("contractor.failed", "overdue")]


def test_what_is_agreed_is_never_overdue():
    late(agreed())
    invitations.close_overdue()
    assert Invitation.objects.get().state == InvitationState.AGREED


def test_an_answer_after_the_end_changes_nothing():
    invitation = late(invite())
    invitations.close_overdue()
    with pytest.raises(Changed):
        invitations.accept(invitation, time=at(5), version=0)


def test_after_the_visit_the_link_does_nothing():
    invitation = agreed()
    invitation.order.appointments.update(date=flow.day(-1))
    assert invitations.over(invitation)
    with pytest.raises(Changed):
        invitations.decline(invitation, reason="x", version=1)


def test_asking_anew_replaces_what_failed():
    old = invitations.decline(invite(), reason="no", version=0)
    new = invitations.invite(old.order, to="b@trees.example", answer_days=1, answer_by=soon(), by="person:2")
    assert new.pk != old.pk
    assert not Invitation.objects.for_staff().exists()


def test_a_person_takes_over_once():
    invitation = invitations.decline(invite(), reason="no", version=0)
    assert invitations.take_over(invitation, by="person:2")
    assert not invitations.take_over(invitation, by="person:3")
    assert not Invitation.objects.for_staff().exists()


# --- the link ---
def test_a_link_opens_its_invitation():
    invitation = invite()
    assert links.open(links.sign(invitation)) == invitation


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "a:b:c\0"])
def test_an_altered_link_opens_nothing(spoil):
    token = links.sign(invite())
    with pytest.raises(links.BadLink):
        links.open(spoil(token))


def test_a_link_signed_for_something_else_opens_nothing():
    invitation = invite()
    text = f"{invitation.pk.hex}.{invitation.nonce}"
    with pytest.raises(links.BadLink):
        links.open(signing.TimestampSigner(salt="something else").sign(text))


def test_a_link_that_was_taken_back_opens_nothing():
    invitation = invite()
    token = links.sign(invitation)
    renewed = invitations.renew(invitation)
    with pytest.raises(links.BadLink):
        links.open(token)
    assert links.open(links.sign(renewed)) == invitation


def test_an_old_link_opens_nothing(monkeypatch):
    token = links.sign(invite())
    monkeypatch.setattr(links, "LIFE", dt.timedelta(seconds=-1))
    with pytest.raises(links.BadLink):
        links.open(token)
