"""The facts of booking: orders, appointments, what we owe the remote, the last good copy of its answers."""

from booking.models.appointment import Appointment
from booking.models.event import LoggedEvent
from booking.models.order import Order
from booking.models.outbox import Command
from booking.models.reading import Reading
from booking.models.switch import Switch, SwitchChange

__all__ = ["Appointment", "Command", "LoggedEvent", "Order", "Reading", "Switch", "SwitchChange"]
