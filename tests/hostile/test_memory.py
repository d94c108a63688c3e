"""However much a remote sends, little of it is ever held: measured in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from booking.schedulers import strict
from tests.hostile import weighing
from tests.hostile.server import Drip, Request, Server, Wire
from tests.hostile.wires import LARGE

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES = 40
"""Above what the process held before the first flood."""


def weigh(*given: str) -> dict[str, tuple[int, str]]:
    """Bytes added to the peak and the ends, by the flood's name."""
    names = list(LARGE)

    def answer(request: Request) -> Wire | Drip:
        number = request.target.rpartition("/")[2]
        if not number.isdigit():
            return Wire(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        return LARGE[names[int(number)]]

    with Server() as server:
        server.answer = answer
        command = [sys.executable, "-m", weighing.__name__, server.url, *given]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    rows = (line.split("\t") for line in done.stdout.splitlines())
    return {name: (int(added), ends) for name, added, ends in rows}


def test_no_flood_fills_the_memory() -> None:
    found = weigh()
    assert found.keys() == LARGE.keys()
    assert {ends for _, ends in found.values()} == {"Unknown,Unavailable"}
    assert sum(added for added, _ in found.values()) < MEGABYTES * 1_000_000, found


def test_a_door_without_a_cap_would_be_caught() -> None:
    found = weigh(str(100_000_000), "gzip")
    assert sum(added for added, _ in found.values()) > MEGABYTES * 1_000_000


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 2_000_000,
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"[" + b"[]," * 600_000 + b"[]]",
        b"[" + b"{}," * 600_000 + b"{}]",
        b"[" * 65 + b"]" * 65,
        b"9" * 5000,
    ],
)
def test_json_that_nobody_could_mean_is_no_json(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        strict.load(body)


def test_json_as_deep_as_any_answer_is_read() -> None:
    body = b'{"a":' * 30 + b'["x"]' + b"}" * 30
    assert strict.load(body)
