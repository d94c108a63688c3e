"""What no database takes never gets as far as one: NUL and halves of letters, wherever a remote puts them."""

import pytest

from booking.schedulers.base import Scheduler, Unknown
from booking.schedulers.connect.reading import parse
from booking.schedulers.http import Reply
from booking.schedulers.texts import plain
from tests.booking.schedulers import samples
from tests.booking.schedulers.remote import Remote, answer


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("é 😀", "é 😀"),
        ("", ""),
        ("\ud83d\ude00", "\ufffd\ufffd"),
    ],
)
def test_a_text_is_kept_but_for_what_cannot_be(text: str, kept: str) -> None:
    assert plain(text) == kept


def test_it_is_so_at_every_depth_of_an_answer() -> None:
    body = b'{"a": ["\\u0000", {"b": "x\\ud800"}], "c": "\\ud83d\\ude00"}'
    data = parse(Reply(status=200, headers={}, body=body))
    assert data == {"a": ["\ufffd", {"b": "x\ufffd"}], "c": "😀"}


@pytest.mark.parametrize("body", [b"\x00\x01", '{"a": 1}'.encode("utf-16"), b'{"Message": "a\x00b"}'])
def test_what_is_no_text_at_all_can_be_written_down_as_evidence(
    body: bytes, remote: Remote, connect: Scheduler
) -> None:
    remote.on("POST /api/Booking", answer(body))
    with pytest.raises(Unknown) as error:
        connect.book(samples.BOOKING)
    assert "\x00" not in error.value.evidence["body"]


def test_a_reason_can_be_written_down(remote: Remote, connect: Scheduler) -> None:
    remote.on("POST /api/Booking", answer({"Message": "No\x00."}, 400))
    with pytest.raises(Exception, match="No\ufffd") as error:
        connect.book(samples.BOOKING)
    assert "\x00" not in error.value.reason
