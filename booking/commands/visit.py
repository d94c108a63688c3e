"""Booking an appointment, and moving one."""

import datetime as dt
from typing import Any

from django.conf import settings

from booking import events, grid, moments, remote, standing
from booking.commands.base import Answer, Next, before_sending
from booking.events import Event
from booking.models import Appointment
from booking.models.outbox import Command
from booking.schedulers.base import (
    Booked,
    BookingRequest,
    Refused,
    Scheduler,
    SchedulerError,
    SlotTaken,
    Unknown,
    Visit,
    VisitState,
)

FRESH = dt.timedelta(minutes=1)
"""A grid older than this is read again before anything is booked from it."""


class CannotTell(SchedulerError):
    """What was read fits both a write that arrived and one that did not."""


class Book:
    """A slot shall become an appointment. The remote has no key for it, so nothing is sent twice unread."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Books the slot, if it is still on offer."""
        with before_sending():
            self._still_right(command, scheduler)
            self._still_offered(command, scheduler)
        slot = grid.load_slot(command.payload)
        booked = scheduler.book(
            BookingRequest(
                number=command.order.number,
                date=slot.date,
                window=slot.window.id,
                visit=command.payload.get("visit", ""),
                texts=command.order.wants_texts,
            )
        )
        if (booked.number, booked.date, booked.window.id) != (
            command.order.number,
            slot.date,
            slot.window.id,
        ):
            raise Unknown("the remote confirmed something else than was asked", evidence=_seen(booked))
        if not 0 < len(booked.visit) <= remote.VISIT_LENGTH:
            raise Unknown("the remote confirmed a booking and named no visit", evidence=_seen(booked))
        return {"visit": booked.visit}

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """The visit that an earlier send made, or None; a live visit at another time ends the matter."""
        visits = remote.read_visits(scheduler, command.order.number)
        if any(visit.state is VisitState.UNKNOWN for visit in visits):
            raise CannotTell("the order has a visit in a state that we do not know")
        live = [visit for visit in visits if visit.live]
        if any(visit.date is None for visit in live):
            raise CannotTell("the order has a visit on a day that we cannot read")
        for visit in live:
            if self._answers(command, visit):
                return {"visit": visit.id}
        self._nothing_in_the_way(command, live)
        return None

    def adopt(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """The only visit of the order, at whatever time it stands; None where there is none, or it stayed."""
        visits = remote.read_visits(scheduler, command.order.number)
        there = [visit for visit in visits if visit.live or visit.state is VisitState.UNKNOWN]
        if len(there) > 1 or any(visit.date is None for visit in there):
            raise CannotTell("it shows more than one visit, or one without a date")
        for visit in there:
            if Book._answers(self, command, visit):  # where a move alone could not tell, a person can
                return {"visit": visit.id}
            if visit.id != command.payload.get("visit") or _day(visit) != command.payload["from"]:
                return {"visit": visit.id, "at": _stands(visit)}
        return None

    def confirm(self, command: Command, answer: Answer) -> tuple[Next, ...]:
        """The appointment stands."""
        slot = _slot(command, answer)
        self._write(command, answer["visit"], slot)
        grid.forget(command.order)
        events.record(Event.APPOINTMENT_BOOKED, command.order, payload=slot)
        return ()

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """The tenant chooses again, from a fresh grid."""
        grid.forget(command.order, visit=command.payload.get("visit", ""))
        if not isinstance(error, SlotTaken):
            # Something stands in the remote that is not known here.
            standing.read_soon(command.order)
        events.record(Event.APPOINTMENT_NOT_BOOKED, command.order, payload=command.payload)

    def _still_right(self, command: Command, scheduler: Scheduler) -> None:
        # An order that was read again has a history (the remote's own screen, its staff): look first.
        if command.order.read_at is not None:
            live = [visit for visit in remote.read_visits(scheduler, command.order.number) if visit.live]
            self._nothing_in_the_way(command, live)

    def _still_offered(self, command: Command, scheduler: Scheduler) -> None:
        offered_at = dt.datetime.fromisoformat(command.payload["offered_at"])
        if moments.now() - offered_at <= FRESH:
            return
        wanted = grid.load_slot(command.payload)
        offer = scheduler.offer(
            command.order.number, since=moments.today(), visit=command.payload.get("visit", "")
        )
        free = grid.bookable(offer.slots, today=moments.today())
        if not any((slot.date, slot.window.id) == (wanted.date, wanted.window.id) for slot in free):
            raise SlotTaken("no longer on offer when read again")

    def _answers(self, command: Command, visit: Visit) -> bool:
        # Windows overlap and share their starts, so that both ends count; some remotes give no time of day.
        window = grid.load_slot(command.payload).window
        same_time = grid.agree(visit.start, window.start) and grid.agree(visit.end, window.end)
        return _day(visit) == command.payload["date"] and same_time

    def _nothing_in_the_way(self, command: Command, live: list[Visit]) -> None:
        if live:
            raise Refused("the order has another live visit by now")

    def _write(self, command: Command, visit: str, slot: dict[str, Any]) -> Appointment:
        appointment, _ = Appointment.objects.update_or_create(
            order=command.order,
            visit=visit,
            defaults={
                "date": dt.date.fromisoformat(slot["date"]),
                "window": slot["window"],
                "window_name": slot["name"],
                "start": slot["start"] and dt.time.fromisoformat(slot["start"]),
                "end": slot["end"] and dt.time.fromisoformat(slot["end"]),
                "state": VisitState.BOOKED.value,
                "result": "",
            },
        )
        return appointment


class Move(Book):
    """An appointment shall stand at another time."""

    def confirm(self, command: Command, answer: Answer) -> tuple[Next, ...]:
        """The appointment stands at its new time; under a new id, the old one points to it."""
        slot = _slot(command, answer)
        appointment = self._write(command, answer["visit"], slot)
        Appointment.objects.filter(order=command.order, visit=command.payload["visit"]).exclude(
            pk=appointment.pk
        ).update(state=VisitState.CANCELLED.value, replaced_by=appointment)
        grid.forget(command.order, visit=command.payload["visit"])
        events.record(Event.APPOINTMENT_MOVED, command.order, payload=slot)
        return ()

    def _still_right(self, command: Command, scheduler: Scheduler) -> None:
        visits = remote.read_visits(scheduler, command.order.number)
        old = next((visit for visit in visits if visit.id == command.payload["visit"]), None)
        if old is None or old.state is not VisitState.BOOKED:
            raise Refused("the visit can no longer be moved")
        if old.date and (old.date - moments.today()).days <= settings.CHANGE_NOTICE_DAYS:
            raise Refused("the visit is due too soon to be moved")

    def _answers(self, command: Command, visit: Visit) -> bool:
        if not super()._answers(command, visit):
            return False
        if None in {visit.start, visit.end} and command.payload["date"] == command.payload["from"]:
            raise CannotTell("the remote gives no time of day, and the visit stays on its date")
        return True

    def _nothing_in_the_way(self, command: Command, live: list[Visit]) -> None:
        if not any(visit.id == command.payload["visit"] for visit in live):
            raise Refused("the visit to be moved is gone")


def _slot(command: Command, answer: Answer) -> dict[str, Any]:
    """The time that was asked for, unless the remote shows another."""
    return {**command.payload, **answer.get("at", {})}


def _stands(visit: Visit) -> dict[str, Any]:
    start, end = (time and time.isoformat("minutes") for time in (visit.start, visit.end))
    return {"date": _day(visit), "start": start, "end": end, "window": "", "name": ""}


def _day(visit: Visit) -> str:
    return visit.date.isoformat() if visit.date else ""


def _seen(booked: Booked) -> dict[str, str]:
    return {
        "visit": booked.visit,
        "number": booked.number,
        "date": booked.date.isoformat(),
        "window": booked.window.id,
    }
