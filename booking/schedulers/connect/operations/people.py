"""Properties with their contacts, and users of Connect's own screens."""

from booking.schedulers.connect import objects
from booking.schedulers.connect.calls import Calls

CUSTOMER_VERSION = 4


class People:
    """Customer and UserAccount."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def post_customer(self, customer: objects.CustomerModel) -> None:
        """Keep a property's record."""
        answer = self._calls.send("POST", "Customer", customer, version=CUSTOMER_VERSION)
        answer.accept_new(objects.CustomerModel, named={"ExternalId": customer.external_id})

    def post_user_account(self, account: objects.UserAccount) -> objects.UserAccount:
        """A user with a token to sign in once; nothing hangs on one that nobody has seen: never Unknown."""
        return self._calls.question("UserAccount", account, secret=True).read(objects.UserAccount)
