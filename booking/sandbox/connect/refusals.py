"""How Connect says no: in the words of ASP.NET."""

from collections.abc import Mapping
from typing import Any

from .. import messages

SLOT_TAKEN = "The appointment slot is no longer available."


class Refused(messages.Refused):
    """An HTTP error with a message, and what is wrong with which field."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        model_state: Mapping[str, list[str]] | None = None,
        detail: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        body: dict[str, Any] = {"Message": message}
        if detail:
            body["MessageDetail"] = detail
        if model_state:
            body["ModelState"] = dict(model_state)
        super().__init__(body, status=status, headers=headers)
        self.message = message

    def __str__(self) -> str:
        return self.message
