"""Booking an appointment, and moving one."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from booking import events, grid
from booking.commands.base import Answer, Next
from booking.events import Event
from booking.models import Appointment
from booking.models.outbox import Command
from booking.schedulers.base import (
    BookingRequest,
    Refused,
    Scheduler,
    SchedulerError,
    SlotTaken,
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
        return {"visit": booked.visit}

    def find(self, command: Command, scheduler: Scheduler) -> Answer | None:
        """The visit that an earlier send made, or None; a live visit elsewhere ends the matter without a second one."""
        visits = [visit for visit in scheduler.visits(number=command.order.number).visits if visit.live]
        for visit in visits:
            if self._answers(command, visit):
                return {"visit": visit.id}
        self._nothing_in_the_way(command, visits)
        return None

    def confirm(self, command: Command, answer: Answer) -> Next | None:
        """The appointment stands."""
        self._write(command, answer["visit"])
        events.record(Event.APPOINTMENT_BOOKED, command.order, payload=command.payload)
        return None

    def refuse(self, command: Command, error: SchedulerError) -> None:
        """The tenant chooses again, from a fresh grid."""
        grid.forget(command.order, visit=command.payload.get("visit", ""))
        events.record(Event.APPOINTMENT_NOT_BOOKED, command.order, payload=command.payload)

    def _still_offered(self, command: Command, scheduler: Scheduler) -> None:
        offered_at = dt.datetime.fromisoformat(command.payload["offered_at"])
        if timezone.now() - offered_at <= FRESH:
            return
        visit = command.payload.get("visit", "")
        offer = scheduler.offer(command.order.number, since=timezone.localdate(), visit=visit)
        wanted = grid.load_slot(command.payload)
        if not any((slot.date, slot.window.id) == (wanted.date, wanted.window.id) for slot in offer.slots):
            raise SlotTaken("no longer on offer when read again")

    def _answers(self, command: Command, visit: Visit) -> bool:
        slot = grid.load_slot(command.payload)
        return visit.date == slot.date and visit.start in {None, slot.window.start}

    def _nothing_in_the_way(self, command: Command, live: list[Visit]) -> None:
        if live:
            raise Refused("the order has another live visit by now")

    def _write(self, command: Command, visit: str) -> Appointment:
        slot = grid.load_slot(command.payload)
        appointment, _ = Appointment.objects.update_or_create(
            order=command.order,
            visit=visit,
            defaults={
                "date": slot.date,
                "window": slot.window.id,
                "window_name": slot.window.name,
                "start": slot.window.start,
                "end": slot.window.end,
                "state": VisitState.BOOKED.value,
                "result": "",
            },
        )
        return appointment


class Move(Book):
    """An appointment shall stand at another time."""

    def send(self, command: Command, scheduler: Scheduler) -> Answer:
        """Moves the visit, if it may still be moved."""
        old = self._visit(command, scheduler)
        if old is None or old.state is not VisitState.BOOKED:
            raise Refused("the visit can no longer be moved")
        if old.date and (old.date - timezone.localdate()).days <= settings.CHANGE_NOTICE_DAYS:
            raise Refused("the visit is due too soon to be moved")
        return super().send(command, scheduler)

    def confirm(self, command: Command, answer: Answer) -> Next | None:
        """The appointment stands at its new time, and the old one points to it."""
        appointment = self._write(command, answer["visit"])
        Appointment.objects.filter(order=command.order, visit=command.payload["visit"]).exclude(
            pk=appointment.pk
        ).update(state=VisitState.CANCELLED.value, replaced_by=appointment)
        events.record(Event.APPOINTMENT_MOVED, command.order, payload=command.payload)
        return None

    def _answers(self, command: Command, visit: Visit) -> bool:
        if visit.start is None and command.payload["date"] == command.payload["from"]:
            raise CannotTell("the remote gives no time of day, and the visit stays on its date")
        return super()._answers(command, visit)

    def _nothing_in_the_way(self, command: Command, live: list[Visit]) -> None:
        if not any(visit.id == command.payload["visit"] for visit in live):
            raise Refused("the visit to be moved is gone")

    def _visit(self, command: Command, scheduler: Scheduler) -> Visit | None:
        visits = scheduler.visits(number=command.order.number).visits
        return next((visit for visit in visits if visit.id == command.payload["visit"]), None)
