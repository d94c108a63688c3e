"""The pages behind a contractor's link, the tenant's answer, and the letters to all three."""

import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from booking import invitations, links, orders
from booking.models import Appointment, Invitation, Order
from diagnosis.models import Supplier
from portal.contractors import limits
from portal.logs import HideKeys
from portal.models import Message, Person, Repair
from portal.repairs import story
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db
FIRM = "green@trees.example"
TENANT = "tenant@riverside.example"
TEAM = "repairs@riverside.example"
DETAILS = ("Tess Tenant", "07700 900123", "3 Mill Lane", "The gate is stuck")


@pytest.fixture
def repair() -> Repair:
    """Reported, and a firm without a system is asked; nobody has looked at its page yet."""
    cache.clear()
    return cast.add_report(cast.add_leaf(route="email", email=FIRM), TENANT)


@pytest.fixture
def tenant(repair: Repair) -> Client:
    client = Client()
    client.force_login(repair.reported_by)
    return client


def day(number: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=number)).isoformat()


def row(number: int, *, days: int = 5, start: str = "08:00", end: str = "12:00") -> dict[str, str]:
    return {f"date_{number}": day(days), f"start_{number}": start, f"end_{number}": end}


def link(page: str = "") -> str:
    return f"/contractors/{links.sign(Invitation.objects.latest('asked_at'))}/{page}"


def version() -> int:
    return Invitation.objects.latest("asked_at").version


def send(client: Client, page: str, **fields: Any) -> str:
    """What the contractor's page says after that form."""
    answer = client.post(link(page), {"version": version(), **fields}, follow=True)
    return answer.content.decode()


def accept(client: Client, **fields: Any) -> str:
    return send(client, "accept/", **row(1) | fields)


def letter(to: str) -> Message:
    return Message.objects.filter(to=to).latest("pk")


def page(tenant: Client, repair: Repair) -> str:
    return tenant.get(f"/repairs/{repair.pk}/").content.decode()


def answer(tenant: Client, repair: Repair, time: str) -> str:
    data = {"time": time, "version": version()}
    return tenant.post(f"/repairs/{repair.pk}/contractor/", data, follow=True).content.decode()


# --- the letter and the link ---
def test_the_firm_gets_a_letter_with_a_link_and_nothing_of_the_tenant(repair: Repair, client: Client) -> None:
    written = letter(FIRM)
    assert "please answer by" in written.subject
    assert not any(detail in written.body for detail in DETAILS)
    (address,) = re.findall(r"http://testserver(/contractors/\S+)", written.body)
    shown = client.get(address).content.decode()
    assert all(detail in shown for detail in DETAILS)


def test_the_tenant_is_told_who_was_asked_and_until_when(repair: Repair, tenant: Client) -> None:
    assert "Hartley Fencing Ltd does this work for us" in letter(TENANT).body
    assert "We have asked them when they can come" in page(tenant, repair)


def test_no_cache_and_no_search_engine_keeps_the_page(repair: Repair, client: Client) -> None:
    response = client.get(link())
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("page", ["", "accept/", "propose/", "decline/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(repair: Repair, client: Client, page: str, method: str) -> None:
    before = (list(Invitation.objects.values()), Message.objects.count(), list(Order.objects.values()))
    assert getattr(client, method)(link(page), row(1) | {"version": 0}).status_code == 200
    assert before == (
        list(Invitation.objects.values()),
        Message.objects.count(),
        list(Order.objects.values()),
    )


@pytest.mark.parametrize("page", ["", "accept/", "propose/", "decline/"])
def test_an_altered_link_shows_nothing_and_says_so(repair: Repair, client: Client, page: str) -> None:
    for token in ("x", links.sign(Invitation.objects.get())[:-2], "%00", "a" * 3000):
        response = client.get(f"/contractors/{token}/{page}")
        assert response.status_code == 404
        assert "This link does not work" in response.content.decode()


def test_a_form_of_another_site_decides_nothing(repair: Repair) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link("accept/"), row(1) | {"version": 0}).status_code == 403
    assert Invitation.objects.get().state == "asked"


def test_nobody_tries_out_links_for_long(repair: Repair, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    statuses = [client.get("/contractors/x/", REMOTE_ADDR="203.0.113.9").status_code for _ in range(4)]
    assert statuses == [404, 404, 404, 429]
    assert client.get(link(), REMOTE_ADDR="203.0.113.9").status_code == 429


def test_no_log_line_has_the_key() -> None:
    line = logging.LogRecord(
        "django.request", 30, "", 0, "Forbidden: %s", ("/contractors/KEY:1:2/accept/",), None
    )
    HideKeys().filter(line)
    assert line.getMessage() == "Forbidden: /contractors/…/accept/"


# --- accepting ---
def test_an_accepted_time_stands_and_both_are_told(repair: Repair, client: Client, tenant: Client) -> None:
    assert "You have agreed to come" in accept(client)
    appointment = Appointment.objects.get()
    shown = page(tenant, repair)
    assert "Your appointment is booked" in shown
    assert "Hartley Fencing Ltd" in shown
    assert "8am to midday" in shown
    assert letter(TENANT).subject.startswith("Booked: ")
    assert letter(FIRM).subject.startswith("Agreed: job ")
    calendar = tenant.get(f"/repairs/{repair.pk}/appointments/{appointment.pk}/calendar.ics")
    assert b"BEGIN:VEVENT" in calendar.content


def test_a_second_click_changes_nothing(repair: Repair, client: Client) -> None:
    address, form = link("accept/"), row(1) | {"version": 0}
    client.post(address, form)
    told = Message.objects.count()
    again = client.post(address, form, follow=True).content.decode()
    assert "This had been answered already" in again
    assert "You have agreed to come" in again
    assert (Appointment.objects.count(), Message.objects.count()) == (1, told)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date_1": ""}, "Enter the date on which you come"),
        ({"date_1": "2026-02-30"}, "Enter a real date"),
        ({"start_1": ""}, "Choose from when you may come"),
        ({"end_1": ""}, "Choose until when you come"),
        ({"end_1": "08:00"}, "Choose an end that is later"),
        ({"start_1": "03:17"}, "Choose one of the times in the list"),
        (row(1, days=-1), "Choose a time that has not begun yet"),
        (row(1, days=91), "Choose a date within the next 90 days"),
    ],
)
def test_a_time_that_makes_no_sense_is_explained(
    repair: Repair, client: Client, fields: dict[str, str], said: str
) -> None:
    assert said in accept(client, **fields)
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("value", ["", "x", "-1", "999999999999999999999"])
def test_a_form_without_its_number_decides_nothing(repair: Repair, client: Client, value: str) -> None:
    client.post(link("accept/"), row(1) | {"version": value})
    assert not Appointment.objects.exists()


# --- proposing ---
def test_the_tenant_chooses_and_the_firm_is_told(repair: Repair, client: Client, tenant: Client) -> None:
    assert "We have passed on your times" in send(client, "propose/", **row(1), **row(2, days=6))
    assert letter(TENANT).subject.startswith("Please choose a time")
    assert "Choose a time for your repair" in page(tenant, repair)
    assert "Your appointment is booked" in answer(tenant, repair, "1")
    assert Appointment.objects.get().date.isoformat() == day(6)
    assert letter(FIRM).subject.startswith("Agreed: job ")
    assert letter(TENANT).subject.startswith("Booked: ")


def test_a_time_proposed_twice_counts_once(repair: Repair, client: Client) -> None:
    send(client, "propose/", **row(1), **row(3))
    assert len(Invitation.objects.get().proposals) == 1


def test_half_a_time_is_no_time(repair: Repair, client: Client) -> None:
    assert "Choose from when you may come" in send(client, "propose/", **row(1), date_2=day(6))


def test_none_suits_goes_back_once_and_then_to_the_team(
    repair: Repair, client: Client, tenant: Client
) -> None:
    send(client, "propose/", **row(1))
    assert "We have asked them for other times" in answer(tenant, repair, "none")
    assert "Please offer other times" in letter(FIRM).subject
    send(client, "propose/", **row(1, days=8))
    assert "We will call you to agree a time" in answer(tenant, repair, "none")
    assert "No time agreed" in letter(TEAM).subject
    assert letter(FIRM).subject.startswith("Closed: job ")


@pytest.mark.parametrize("time", ["", "7", "x", "none; drop"])
def test_a_choice_that_there_is_not_books_nothing(
    repair: Repair, client: Client, tenant: Client, time: str
) -> None:
    send(client, "propose/", **row(1))
    answer(tenant, repair, time)
    assert not Appointment.objects.exists()


def test_choosing_twice_books_once(repair: Repair, client: Client, tenant: Client) -> None:
    send(client, "propose/", **row(1), **row(2, days=6))
    first = {"time": "0", "version": version()}
    for time in ("0", "1"):
        tenant.post(f"/repairs/{repair.pk}/contractor/", first | {"time": time})
    assert Appointment.objects.get().date.isoformat() == day(5)


def test_a_neighbour_chooses_nothing(repair: Repair, client: Client) -> None:
    send(client, "propose/", **row(1))
    neighbour = Client()
    other = cast.add_tenant("other@riverside.example")
    cast.add_repair(cast.add_home("P-9", "9 Mill Lane"), other)
    neighbour.force_login(other)
    answered = neighbour.post(f"/repairs/{repair.pk}/contractor/", {"time": "0", "version": version()})
    assert answered.status_code == 404
    assert not Appointment.objects.exists()


# --- declining, and changing one's mind ---
def test_a_refusal_reaches_the_team_and_the_tenant(repair: Repair, client: Client, tenant: Client) -> None:
    assert "You have declined this job" in send(client, "decline/", reason="No van <b>today</b>")
    assert "No van <b>today</b>" in letter(TEAM).body
    assert letter(TENANT).subject.startswith("We will call you")
    shown = page(tenant, repair)
    assert "We will call you to agree a time" in shown
    assert "No van" not in shown


def test_a_refusal_needs_a_reason(repair: Repair, client: Client) -> None:
    assert "Say in a few words" in send(client, "decline/", reason="  ")


def test_new_times_after_an_agreement_are_one_letter(repair: Repair, client: Client, tenant: Client) -> None:
    accept(client)
    before = Message.objects.filter(to=TENANT).count()
    send(client, "propose/", **row(1, days=9))
    assert Message.objects.filter(to=TENANT).count() == before + 1
    assert "cannot come at the time that was agreed" in letter(TENANT).body
    assert "The time that was agreed is off" in page(tenant, repair)


def test_another_time_agreed_by_telephone_moves_the_visit(repair: Repair, client: Client) -> None:
    accept(client)
    accept(client, **row(1, days=9))
    assert letter(TENANT).subject.startswith("Moved: ")
    assert letter(FIRM).subject.startswith("New time agreed: job ")


# --- over ---
def cancel(tenant: Client, repair: Repair) -> None:
    tenant.post(f"/repairs/{repair.pk}/cancel/", {"reason": "It is fixed", "seen": 1})


def test_after_a_cancellation_the_firm_knows_and_the_link_is_dead(
    repair: Repair, client: Client, tenant: Client
) -> None:
    accept(client)
    token = link()
    cancel(tenant, repair)
    assert "This repair is cancelled" in page(tenant, repair)
    assert letter(FIRM).subject.startswith("Cancelled: job ")
    response = client.get(token)
    assert response.status_code == 410
    shown = response.content.decode()
    assert "This job is cancelled" in shown
    assert not any(detail in shown for detail in DETAILS)


def test_a_form_that_was_open_while_the_tenant_cancelled_does_nothing(
    repair: Repair, client: Client, tenant: Client
) -> None:
    address = link("accept/")
    cancel(tenant, repair)
    assert client.post(address, row(1) | {"version": 0}).status_code == 410
    assert not Appointment.objects.exists()


def test_who_does_not_answer_loses_the_job(repair: Repair, client: Client, tenant: Client) -> None:
    Invitation.objects.update(answer_by=timezone.now() - dt.timedelta(minutes=1))
    invitations.close_overdue()
    assert "The time to answer is over" in client.get(link()).content.decode()
    assert letter(FIRM).subject.startswith("Closed: job ")
    assert "No time agreed" in letter(TEAM).subject
    assert "We will call you to agree a time" in page(tenant, repair)


def test_after_the_visit_nothing_of_the_tenant_is_shown(
    repair: Repair, client: Client, tenant: Client
) -> None:
    accept(client)
    Appointment.objects.update(date=timezone.localdate() - dt.timedelta(days=1))
    shown = client.get(link()).content.decode()
    assert "The day of the visit is over" in shown
    assert not any(detail in shown for detail in DETAILS)
    assert "was due to come on" in page(tenant, repair)
    assert not story.tell(Repair.objects.get()).cancellable


def test_a_time_agreed_by_email_is_not_moved_in_a_grid(
    repair: Repair, client: Client, tenant: Client
) -> None:
    accept(client)
    appointment = Appointment.objects.get()
    assert tenant.get(f"/repairs/{repair.pk}/appointments/{appointment.pk}/times/").status_code == 302
    assert tenant.get(f"/repairs/{repair.pk}/times/").status_code == 302
    assert "keeps their own diary" in page(tenant, repair)


def test_the_list_says_where_it_stands(repair: Repair, client: Client, tenant: Client) -> None:
    assert "Waiting for the contractor to name a time" in tenant.get("/repairs/").content.decode()
    accept(client)
    assert "Booked for" in tenant.get("/repairs/").content.decode()


def test_a_repair_by_email_asks_no_scheduling_system(repair: Repair) -> None:
    order = Order.objects.get()
    assert (order.scheduler, order.is_open, orders.pending(order)) == ("", True, None)
    assert Person.objects.get(email=TENANT) == repair.reported_by


# --- officers ---
@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(cast.add_officer())
    return client


def test_officers_see_who_declined_and_whom_to_call(repair: Repair, client: Client, officer: Client) -> None:
    send(client, "decline/", reason="No van today")
    shown = officer.get("/officers/waiting/").content.decode()
    assert "Hartley Fencing Ltd declined" in shown
    assert "No van today" in shown
    assert "07700 900123" in shown


def test_officers_ask_again_and_the_old_link_stays_dead(
    repair: Repair, client: Client, officer: Client
) -> None:
    old = link()
    send(client, "decline/", reason="No van today")
    Supplier.objects.update(email="new@trees.example")
    officer.post(f"/officers/waiting/{Invitation.objects.get().pk}/ask-again/")
    assert letter("new@trees.example").subject.startswith("New job ")
    assert client.get(old).status_code == 410
    assert "Can you do this repair?" in client.get(link()).content.decode()
    assert "Nothing needs a person now" in officer.get("/officers/waiting/").content.decode()


def test_a_firm_that_is_not_asked_by_email_any_more_is_not_asked(
    repair: Repair, client: Client, officer: Client
) -> None:
    send(client, "decline/", reason="No van today")
    Supplier.objects.update(route="connect")
    address = f"/officers/waiting/{Invitation.objects.get().pk}/ask-again/"
    assert "does not get its work by e-mail" in officer.post(address, follow=True).content.decode()


def test_what_an_officer_arranged_leaves_the_list_once(
    repair: Repair, client: Client, officer: Client
) -> None:
    send(client, "decline/", reason="No van today")
    address = f"/officers/waiting/{Invitation.objects.get().pk}/arranged/"
    assert "taken off the list" in officer.post(address, follow=True).content.decode()
    assert "settled already" in officer.post(address, follow=True).content.decode()


def test_to_a_tenant_the_officers_buttons_do_not_exist(
    repair: Repair, client: Client, tenant: Client
) -> None:
    send(client, "decline/", reason="No van today")
    for verb in ("ask-again", "arranged"):
        assert tenant.post(f"/officers/waiting/{Invitation.objects.get().pk}/{verb}/").status_code == 404


def test_officers_look_nowhere_for_an_order_by_email(repair: Repair, officer: Client) -> None:
    number = Order.objects.get().number
    for page in ("/officers/", "/officers/connect/"):
        assert (
            "No scheduling system knows of this order"
            in officer.get(page, {"number": number}).content.decode()
        )


def test_an_officer_replaces_a_link_that_went_astray(repair: Repair, client: Client, officer: Client) -> None:
    accept(client)
    old = link()
    address = f"/officers/invitations/{Invitation.objects.get().pk}/new-link/"
    assert address in officer.get("/officers/", {"number": Order.objects.get().number}).content.decode()
    assert "a new link is on its way" in officer.post(address, follow=True).content.decode()
    assert client.get(old).status_code == 404
    (new,) = re.findall(r"http://testserver(/contractors/\S+)", letter(FIRM).body)
    assert "You have agreed to come" in client.get(new).content.decode()


def test_a_dead_invitation_gets_no_new_link(repair: Repair, client: Client, officer: Client) -> None:
    send(client, "decline/", reason="No van today")
    before = Message.objects.count()
    address = f"/officers/invitations/{Invitation.objects.get().pk}/new-link/"
    assert "nothing is open by e-mail any more" in officer.post(address, follow=True).content.decode()
    assert Message.objects.count() == before
