"""The worked example of docs/api.md, run as it stands there by a client that shares nothing with us."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from booking.models import Appointment
from portal.api import problems
from portal.models import Tenancy
from tests.journeys.worker import Worker
from tests.portal.api import cast

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text()


@pytest.mark.django_db(transaction=True)
def test_the_example_raises_an_order_and_books_a_time(
    household: Tenancy, connect: Any, live_server: Any, background: Worker, tmp_path: Path
) -> None:
    example = tmp_path / "example.py"
    example.write_text("".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)))
    caller = cast.caller("orders")
    told = {"PORTAL": live_server.url, "KEY": caller.key, "HOME_REFERENCE": cast.HOME}
    done = subprocess.run(
        [sys.executable, example],
        env={"PATH": os.environ["PATH"], "NO_PROXY": "*"} | told,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    background.rest()
    assert done.returncode == 0, done.stderr
    booked, happened = done.stdout.splitlines()
    row = Appointment.objects.select_related("order").get()
    assert booked == f"{row.order.number} booked {row.date} {row.start:%H:%M} {row.end:%H:%M}"
    assert happened.startswith("['order.raised', 'appointment.booked'")


def test_every_code_stands_in_the_page() -> None:
    table = dict(re.findall(r"^\| (\d{3}) \| (.+) \|$", PAGE, re.MULTILINE))
    said = {(int(status), code) for status, codes in table.items() for code in re.findall(r"`(\w+)`", codes)}
    assert said == {(status, code) for code, (status, _) in problems.KINDS.items()}
