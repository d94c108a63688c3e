"""What Connect waits to hear after it has called us."""

from booking.schedulers.connect import objects
from booking.schedulers.connect.calls import Calls


class Callbacks:
    """ResponseCallback."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def post_response(self, response: objects.ResponseCallback) -> None:
        """Say how it went; what a yes looks like is not documented."""
        answer = self._calls.send("POST", "ResponseCallback", response)
        answer.accept(
            objects.ResponseCallback, wordless=True, named={"CloudExternalId": response.cloud_external_id}
        )
