"""Without what the healing rests on, the judgement must find fault: two ways to take it away."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from unittest import mock

HOLES: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "": nullcontext,
    "sweeper": lambda: mock.patch("booking.outbox.sweep"),
    "lease": lambda: mock.patch("booking.outbox.LEASE", dt.timedelta(days=365)),
}
"""Nobody looks for what was left behind; a claim never ends."""
