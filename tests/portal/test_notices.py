"""Letters: what is said when, to whom, once, and how they leave."""

import datetime as dt
import re

import pytest
from celery import current_app
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError, connection, transaction

from booking import events
from booking.events import Event
from booking.models import Command, Order
from booking.models.outbox import Kind, State
from booking.moments import later
from portal.models import Home, Message, Person, Repair, Tenancy
from portal.models.repair import RepairState
from portal.notices import contractors, letters, listener, sending, team

TEAM = "repairs@riverside.example"
SLOT = {
    "visit": "",
    "offered_at": "2026-11-20T10:00:00+00:00",
    "date": "2026-11-24",
    "window": "AM",
    "name": "Morning",
    "start": "08:00",
    "end": "12:59",
}
WHEN = "Tuesday 24 November 2026, 8am to 1pm"


class Dead(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody there; amina@tenants.example")


class Slow(EmailBackend):
    """A mail server that takes so long that a second worker comes by."""

    def send_messages(self, messages):
        sending.send("k")
        return super().send_messages(messages)


@pytest.fixture
def order():
    contact = {"name": "Amina", "mobile": "", "home_phone": "", "email": "", "texts": False}
    return Order.objects.create(
        number="TP-22222-33333",
        scheduler="connect",
        customer="H1",
        description="Tap",
        priority="P3",
        target_date=dt.date(2026, 12, 1),
        codes=["BATH001"],
        contact=contact,
    )


@pytest.fixture
def repair(order):
    amina = Person.objects.create_user("amina@tenants.example", name="Amina Hart")
    home = Home.objects.create(reference="H1", line1="1 Mill & Co Row", city="Riverside", postcode="RV1 1AA")
    tenancy = Tenancy.objects.create(home=home, started=dt.date(2020, 1, 1))
    tenancy.people.add(amina)
    return Repair.objects.create(
        tenancy=tenancy,
        reported_by=amina,
        state=RepairState.ORDERED,
        order=order,
        title="Bathroom › Tap › It drips & won't stop",
        description="Cold tap",
        contact={"name": "Amina Hart", "mobile": "07700 900123", "email": "home@tenants.example"},
    )


def intend(order, kind=Kind.BOOK):
    return Command.objects.create(
        order=order, kind=kind, key=f"k{Command.objects.count()}", by="person:1", state=State.CONFIRMED
    )


def letter(to="home@tenants.example"):
    return Message.objects.get(to=to)


# --- what is written ---
@pytest.mark.django_db
class TestListener:
    """From an event to a letter."""

    @pytest.mark.parametrize(
        ("event", "facts", "said"),
        [
            (Event.ORDER_RAISED, {}, "/times/"),
            (Event.APPOINTMENT_BOOKED, {"payload": SLOT}, WHEN),
            (Event.APPOINTMENT_MOVED, {"payload": {**SLOT, "visit": "V1"}}, WHEN),
            (Event.APPOINTMENT_NOT_BOOKED, {"payload": SLOT}, "choose another"),
            (Event.APPOINTMENT_NOT_BOOKED, {"payload": {**SLOT, "visit": "V1"}}, "could not move"),
            (Event.APPOINTMENT_CANCELLED, {"payload": SLOT}, "Nobody comes on Tuesday"),
            (Event.ORDER_CANCELLED, {}, "nobody comes"),
            (Event.CANCEL_REFUSED, {}, "still stands"),
            (Event.ORDER_HANDED_OVER, {}, "get in touch"),
            (Event.ORDER_REFUSED, {}, "our team will call you"),
        ],
    )
    def test_the_tenant_reads_what_happened_as_they_wrote_it(self, repair, order, event, facts, said):
        events.record(event, order, **facts)
        text = letter()
        assert said in text.subject + text.body
        assert "It drips & won't stop" in text.body
        assert "0800 496 0199" in text.body
        assert "&amp;" not in text.body
        assert text.order == order

    def test_the_letter_goes_to_the_address_for_this_repair_or_else_to_the_sign_in_address(
        self, repair, order
    ):
        Repair.objects.update(contact={"email": ""})
        events.record(Event.ORDER_RAISED, order)
        assert letter("amina@tenants.example")

    def test_the_contractor_is_named_and_no_time_is_promised(self, repair, order):
        Order.objects.update(fulfilment="handed_over", supplier="S1", supplier_name="Fence & Sons")
        order.refresh_from_db()
        events.record(Event.ORDER_HANDED_OVER, order)
        assert "Fence & Sons has your repair" in letter().subject
        assert not re.search(r"\d(am|pm)", letter().body)

    def test_a_contractors_repair_offers_no_time_to_choose(self, repair, order):
        order.fulfilment, order.supplier = "handed_over", "S1"
        events.record(Event.ORDER_RAISED, order)
        assert "/times/" not in letter().body

    def test_the_same_news_is_written_once(self, repair, order):
        intend(order)
        for _ in range(2):
            events.record(Event.APPOINTMENT_BOOKED, order, payload=SLOT)
            events.record(Event.ORDER_CANCELLED, order)
        assert Message.objects.count() == 2

    def test_moving_away_and_back_again_is_news_each_time(self, repair, order):
        for _ in range(2):
            intend(order, Kind.MOVE)
            events.record(Event.APPOINTMENT_MOVED, order, payload=SLOT)
        order.read_applied += 1
        events.record(Event.APPOINTMENT_MOVED, order, payload=SLOT)
        assert Message.objects.count() == 3

    def test_what_only_a_person_can_settle_goes_to_the_team_with_all_it_needs(self, repair, order):
        events.record(Event.STAFF_NEEDED, order, kind=Kind.BOOK)
        text = letter(TEAM)
        assert order.number in text.subject
        assert "whether the appointment is booked" in text.body
        assert "07700 900123" in text.body
        assert "1 Mill & Co Row" in text.body
        assert Message.objects.count() == 1

    def test_a_refused_order_goes_to_tenant_and_team(self, repair, order):
        events.record(Event.ORDER_REFUSED, order)
        assert set(Message.objects.values_list("to", flat=True)) == {TEAM, "home@tenants.example"}

    def test_an_order_that_no_repair_knows_is_no_reason_to_fail(self, order):
        events.record(Event.APPOINTMENT_BOOKED, order, payload=SLOT)
        events.record(Event.STAFF_NEEDED, order, kind="something new")
        assert Message.objects.get().to == TEAM

    def test_the_booking_stands_even_where_the_letter_has_no_words(self, repair, order):
        with transaction.atomic():
            Order.objects.update(state="open")
            events.record(Event.APPOINTMENT_BOOKED, order, payload={**SLOT, "start": "no time"})
        order.refresh_from_db()
        assert order.is_open
        assert not Message.objects.exists()

    def test_where_the_database_fails_booking_and_letter_are_tried_again_together(self, repair, order):
        def deadlock(execute, sql, params, many, context):
            if "portal_message" in sql:
                raise OperationalError("deadlock detected")
            return execute(sql, params, many, context)

        with (
            connection.execute_wrapper(deadlock),
            pytest.raises(OperationalError),
            transaction.atomic(),
        ):
            events.record(Event.APPOINTMENT_BOOKED, order, payload=SLOT)
        events.record(Event.APPOINTMENT_BOOKED, order, payload=SLOT)
        assert Message.objects.count() == 1

    def test_the_booking_stands_even_where_the_database_refuses_the_letter(self, repair, order):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE portal_message RENAME TO taken_away")
        with transaction.atomic():
            Order.objects.update(state="open")
            events.record(Event.APPOINTMENT_BOOKED, order, payload=SLOT)
        order.refresh_from_db()
        assert order.is_open

    def test_a_window_without_times_is_a_day(self, repair, order):
        events.record(Event.APPOINTMENT_BOOKED, order, payload={**SLOT, "start": None, "end": None})
        assert letter().subject == "Booked: Tuesday 24 November 2026"

    def test_every_event_is_heard_by_somebody(self):
        heard = [listener.TENANT, listener.TEAM, contractors.CONTRACTOR, contractors.TENANT]
        # New contact details are settled, and no letter is written about them.
        assert set(Event) == {event for events in heard for event in events} | {Event.CONTACT_CARRIED}


@pytest.mark.django_db
class TestLetters:
    """Writing them down."""

    def test_a_line_break_cannot_begin_another_header(self):
        letters.write(key="k", to="a@b.example", subject="Tap\r\nBcc: x@evil.example", body="B")
        assert Message.objects.get().subject == "Tap Bcc: x@evil.example"

    @pytest.mark.parametrize("to", ["", "amina", "a@b.example\nBcc: c@d.example", f"a@{'b.' * 150}example"])
    def test_nothing_is_written_to_what_is_no_address(self, to):
        assert not letters.write(key="k", to=to, subject="S", body="B")
        assert not Message.objects.exists()

    def test_a_described_request_goes_to_the_team_and_is_acknowledged(self, repair):
        repair.order, repair.state = None, RepairState.REQUESTED
        team.request(repair)
        team.request(repair)
        assert "Cold tap" in letter(TEAM).body
        assert repair.reference in letter(TEAM).subject
        assert "will call you" in letter().body


# --- how it leaves ---
@pytest.mark.django_db(transaction=True)
class TestSending:
    """Once, later, or not at all."""

    @pytest.fixture
    def dead(self, settings):
        settings.EMAIL_BACKEND = f"{__name__}.Dead"

    def test_a_letter_leaves_once(self):
        letters.write(key="k", to="a@b.example", subject="S", body="B")
        sending.send("k")
        sending.send("k")
        assert len(mail.outbox) == 1
        assert Message.objects.get().sent_at is not None

    def test_two_tries_of_one_letter_carry_one_message_id(self):
        letters.write(key="k", to="a@b.example", subject="S", body="B")
        sending.send("k")
        Message.objects.update(sent_at=None, due_at=later(-1))
        sending.send("k")
        assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 1

    def test_a_letter_in_another_workers_hands_is_left_alone(self, settings):
        settings.EMAIL_BACKEND = f"{__name__}.Slow"
        letters.write(key="k", to="a@b.example", subject="S", body="B")
        sending.send("k")
        assert len(mail.outbox) == 1

    def test_a_dead_mail_server_puts_the_letter_off_and_loses_nothing(self, dead, caplog):
        letters.write(key="k", to="amina@tenants.example", subject="S", body="B")
        sending.send("k")
        waiting = Message.objects.get()
        assert waiting.sent_at is None
        assert waiting.failure == "ConnectionRefusedError"
        assert dt.timedelta(seconds=50) < waiting.due_at - waiting.created_at < dt.timedelta(seconds=70)
        assert "amina" not in caplog.text

    def test_after_a_day_of_failures_it_is_given_up(self, dead):
        letters.write(key="k", to="a@b.example", subject="S", body="B")
        for _ in range(20):
            Message.objects.update(due_at=later(-1))
            sending.send("k")
        assert Message.objects.get().tries == sending.MOST_TRIES
        assert dt.timedelta(hours=20) < sum(sending.PAUSES, dt.timedelta()) <= dt.timedelta(hours=24)

    def test_a_code_is_not_kept_once_it_has_left(self):
        letters.write(key=f"{letters.SECRET}1", to="a@b.example", subject="S", body="123456")
        sending.send(f"{letters.SECRET}1")
        assert "123456" in mail.outbox[0].body
        assert Message.objects.get().body == ""

    def test_a_code_older_than_five_minutes_is_neither_sent_nor_kept(self):
        letters.write(key=f"{letters.SECRET}1", to="a@b.example", subject="S", body="123456")
        Message.objects.update(created_at=later(-301))
        sending.send(f"{letters.SECRET}1")
        sending.send_due()
        assert mail.outbox == []
        assert Message.objects.get().body == ""

    def test_the_sweep_wakes_a_worker_for_what_is_due_and_for_nothing_else(self, monkeypatch):
        for key in ("due", "later", "sent", "given-up"):
            letters.write(key=key, to="a@b.example", subject="S", body="B")
        Message.objects.filter(key="later").update(due_at=later(60))
        Message.objects.filter(key="sent").update(sent_at=later(0))
        Message.objects.filter(key="given-up").update(tries=sending.MOST_TRIES)
        woken = []
        monkeypatch.setattr(current_app, "send_task", lambda task, args, **_: woken.append((task, args)))
        sending.send_due()
        assert woken == [("portal.send", ("due",))]

    def test_the_worker_and_its_clock_know_the_tasks_by_name(self, settings):
        letters.write(key="k", to="a@b.example", subject="S", body="B")
        current_app.loader.import_default_modules()
        current_app.tasks["portal.send"]("k")
        assert len(mail.outbox) == 1
        assert settings.CELERY_BEAT_SCHEDULE["send-what-is-due"]["task"] in current_app.tasks

    def test_a_broker_that_is_down_loses_no_letter(self, settings, monkeypatch):
        monkeypatch.setattr("celery.current_app.send_task", lambda *_, **__: (_ for _ in ()).throw(OSError()))
        letters.write(key="k", to="a@b.example", subject="S", body="B")
        sending.send("k")
        assert len(mail.outbox) == 1
