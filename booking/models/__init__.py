"""The facts of booking: orders, appointments, what we owe the remote, the last good copy of its answers."""

from booking.models.appointment import Appointment
from booking.models.endpoint import Delivery, DeliveryAttempt, Endpoint
from booking.models.event import LoggedEvent
from booking.models.hook import Hook
from booking.models.invitation import Invitation
from booking.models.order import Order
from booking.models.outbox import Command
from booking.models.reading import Reading
from booking.models.switch import Switch, SwitchChange
from booking.models.turn import Turn

__all__ = [
    "Appointment",
    "Command",
    "Delivery",
    "DeliveryAttempt",
    "Endpoint",
    "Hook",
    "Invitation",
    "LoggedEvent",
    "Order",
    "Reading",
    "Switch",
    "SwitchChange",
    "Turn",
]
