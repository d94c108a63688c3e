"""Everything that Connect's document lets us do, by theme."""

from booking.schedulers.connect.calls import Calls
from booking.schedulers.connect.operations.callbacks import Callbacks
from booking.schedulers.connect.operations.catalogue import Catalogue
from booking.schedulers.connect.operations.contractors import Contractors
from booking.schedulers.connect.operations.details import Details
from booking.schedulers.connect.operations.diary import Diary
from booking.schedulers.connect.operations.orders import Orders
from booking.schedulers.connect.operations.people import People


class Client:
    """One Connect, spoken to as one account."""

    def __init__(self, calls: Calls) -> None:
        self.orders = Orders(calls)
        self.details = Details(calls)
        self.diary = Diary(calls)
        self.contractors = Contractors(calls)
        self.catalogue = Catalogue(calls)
        self.people = People(calls)
        self.callbacks = Callbacks(calls)
