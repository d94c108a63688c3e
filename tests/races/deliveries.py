"""Workers in each other's way: one command in twenty hands, a late sender, book and cancel at once."""

import threading
from unittest import mock

from booking import appointments, orders, outbox
from booking.models import Appointment, Command, LoggedEvent, Order
from booking.models.order import OrderState
from booking.models.outbox import Kind, State
from booking.moments import later
from tests.races import arenas
from tests.races.clicks import SYSTEMS
from tests.races.doors import together
from tests.races.house import House
from tests.races.tenants import settle, slots, token

HANDS, OTHERS = 20, 5
PATIENCE = 30


class ManyHands:
    """However many deliver one command, it is sent once and told once."""

    at_once = HANDS

    def __init__(self, house: House) -> None:
        self.house = house
        self.tenant = settle(house)[0]

    def play(self, number: int) -> tuple[int, list[str]]:
        """How often the order was raised, and what was wrong."""
        system = SYSTEMS[number % len(SYSTEMS)]
        running, wrong = self.house.systems[system], []
        with self.house.crew.paused():
            order = self.tenant.reports(system).order
            self._deliver(order)
        self.house.crew.rest()
        raised = running.count("raise", order.number)
        with self.house.crew.paused():
            chosen = token(order, slots(order)[number % 5])
            appointments.book(order, token=chosen, by="person:1")
            self._deliver(order)
        self.house.crew.rest()
        sent = {"raise": raised, "book": running.count("book", order.number)}
        if set(sent.values()) != {1}:
            wrong.append(f"sent: {sent}")
        told = sorted(LoggedEvent.objects.filter(order=order).values_list("type", flat=True))
        if told != ["appointment.booked", "order.raised"]:
            wrong.append(f"told: {told}")
        if len(arenas.standing(running).get(order.number, [])) != 1:
            wrong.append("not one visit stands")
        return raised, wrong

    def _deliver(self, order: Order) -> None:
        newest = orders.newest(order)
        assert newest is not None
        together([lambda: outbox.deliver(str(newest.pk))] * HANDS)


class LateSender:
    """A sender comes back when its lease is over and others have read what it did: nothing happens twice."""

    at_once = 1 + OTHERS

    def __init__(self, house: House) -> None:
        self.house = house
        self.tenant = settle(house)[0]

    def play(self, number: int) -> tuple[int, list[str]]:
        """How often the order was raised, and what was wrong."""
        system = SYSTEMS[number % len(SYSTEMS)]
        with self.house.crew.paused():
            order = self.tenant.reports(system).order
            command = order.commands.get()
            self._overtake(command)
        self.house.crew.rest()
        command.refresh_from_db()
        sent = self.house.systems[system].count("raise", order.number)
        told = list(LoggedEvent.objects.filter(order=order).values_list("type", flat=True))
        wrong = []
        if (sent, command.state) != (1, State.CONFIRMED):
            wrong.append(f"sent {sent} times, and it is {command.state}")
        if told != ["order.raised"]:
            wrong.append(f"told: {told}")
        return sent, wrong

    def _overtake(self, command: Command) -> None:
        answered, overtaken = threading.Event(), threading.Event()
        settle, late = outbox._settle, []

        def hold(pk: str, lease: object, outcome: object) -> None:
            if not late:
                late.append(lease)
                answered.set()
                assert overtaken.wait(PATIENCE)
            settle(pk, lease, outcome)

        def others() -> None:
            assert answered.wait(PATIENCE)
            Command.objects.filter(pk=command.pk).update(lease_until=later(-1))
            outbox.sweep()
            together([lambda: outbox.deliver(str(command.pk))] * OTHERS)
            overtaken.set()

        with mock.patch("booking.outbox._settle", hold):
            together([lambda: outbox.deliver(str(command.pk)), others])


class BookAndCancel:
    """One of the household books while another cancels: what stands here is what stands in the system."""

    at_once = 2

    def __init__(self, house: House) -> None:
        self.house = house
        self.tenants = settle(house, joint=2)

    def play(self, number: int) -> tuple[int, list[str]]:
        """How many visits stand in the end, and what was wrong."""
        system = SYSTEMS[number % len(SYSTEMS)]
        first, second = (tenant.browser for tenant in self.tenants)
        repair = self.tenants[0].reports(system)
        self.house.crew.rest()
        order, path = Order.objects.get(pk=repair.order_id), f"/repairs/{repair.pk}/"
        chosen, fields = token(order, slots(order)[number % 5]), second.look(f"{path}cancel/").hidden
        answers = together(
            [
                lambda: first.send(f"{path}times/confirm/", slot=chosen),
                lambda: second.send(f"{path}cancel/", reason="It is fixed", **fields),
            ]
        )
        self.house.crew.rest()
        order.refresh_from_db()
        here = Appointment.objects.live().filter(order=order).count()
        there = len(arenas.standing(self.house.systems[system]).get(order.number, []))
        done = set(order.commands.filter(state=State.CONFIRMED).values_list("kind", flat=True))
        wrong = []
        if {(answer.status, answer.to) for answer in answers} != {(302, path)}:
            wrong.append(f"answers {sorted({answer.gist for answer in answers})}")
        if here != there or here != (order.state == OrderState.OPEN):
            wrong.append(f"{order.state}, {here} visits here and {there} there")
        if order.commands.unsettled().exists() or not done & {Kind.BOOK, Kind.CANCEL}:
            wrong.append(f"done were {sorted(done)}")
        return here, wrong
