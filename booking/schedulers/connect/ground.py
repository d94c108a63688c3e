"""What every verb stands on: one Connect, the contract we speak for, and its planning windows."""

import datetime as dt
from dataclasses import dataclass

from booking.schedulers.base import Clock, Offer, Store, Window
from booking.schedulers.connect import grid, objects, orders
from booking.schedulers.connect.client import Client
from booking.schedulers.connect.dates import LONDON

# The ids differ from one environment to the next and may change.
WINDOWS_SECONDS = 3600
WEEKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One Connect under one contract."""

    client: Client
    clock: Clock
    store: Store
    name: str
    contract: str
    organisation: str

    def windows(self) -> tuple[Window, ...]:
        """The planning windows, asked for at most once an hour."""
        return self.kept_windows() or self.keep_windows(self.client.diary.get_planning_windows())

    def kept_windows(self) -> tuple[Window, ...]:
        """Those told within the hour; none where nobody asked."""
        return tuple(self.store.get(self._windows_key) or ())

    def keep_windows(self, told: tuple[objects.PlanningWindow, ...]) -> tuple[Window, ...]:
        """Those that make sense, for an hour."""
        windows = grid.read_windows(told)
        if windows:
            self.store.set(self._windows_key, windows, WINDOWS_SECONDS)
        return windows

    def read_grid(
        self, answer: objects.AvailabilityResponse | objects.AvailabilityByTradeResponse, *, since: dt.date
    ) -> Offer:
        """The grid as an offer of no day that has passed."""
        rows = answer.availability_planning_windows or ()
        windows = self.keep_windows(answer.planning_windows or ())
        if rows and not answer.planning_windows:
            windows = self.windows()
        today = self.clock().astimezone(LONDON).date()
        return grid.read_offer(rows, windows=windows, since=max(since, today))

    def find_id(self, number: str) -> int:
        """The whole number that Connect has for the order."""
        orders.check_number(number)
        return self.client.orders.get_id(number=number, contract=self.contract)

    @property
    def _windows_key(self) -> str:
        return f"{self.name}:windows"
