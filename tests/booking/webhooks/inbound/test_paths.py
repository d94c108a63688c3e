"""What is found in a message of any shape."""

import pytest

from booking.webhooks.inbound import messages, paths

NUMBERS = ["PrimaryOrderNumber", "*.PrimaryOrderNumber"]


@pytest.mark.parametrize(
    ("document", "where", "found"),
    [
        ({"PrimaryOrderNumber": "TP-1"}, NUMBERS, ["TP-1"]),
        ([{"PrimaryOrderNumber": "TP-1"}, {"PrimaryOrderNumber": "TP-2"}], NUMBERS, ["TP-1", "TP-2"]),
        ({"Order": {"PrimaryOrderNumber": "TP-1"}}, NUMBERS, ["TP-1"]),
        ({"primaryordernumber": " TP-1 "}, NUMBERS, ["TP-1"]),
        ({"PrimaryOrderNumber": ["TP-1"]}, NUMBERS, []),
        ({"a": [{"b": {"Id": 7}}, {"b": {"Id": "8"}}, 9]}, ["a.*.b.id"], ["7", "8"]),
        ("TP-1", ["."], ["TP-1"]),
        (["TP-1", "TP-2", "TP-1"], ["*"], ["TP-1", "TP-2"]),
        ({"Id": True, "id": None}, ["id"], []),
        ({"Id": 1.5}, ["id"], []),
        ({"Id": {"Id": "x"}}, ["id"], []),
        (None, NUMBERS, []),
        ({"Id": "T\0P"}, ["Id"], ["TP"]),
    ],
)
def test_values_are_found_by_their_paths(document, where, found):
    assert paths.find(document, paths=where) == found


def test_no_more_is_taken_from_a_message_than_two_hundred_values():
    assert len(paths.find(list(range(5000)), paths=["*"])) == paths.MOST


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (b"cref=TP-1&status=terminated", {"cref": "TP-1", "status": "terminated"}),
        (b"intervention%5Bcref%5D=TP-1&intervention[report][status]=ok",
         {"intervention": {"cref": "TP-1", "report": {"status": "ok"}}}),
        (b'intervention={"cref":"TP-1"}', {"intervention": {"cref": "TP-1"}}),
        (b"a={broken", {"a": "{broken"}),
        (b"a=1&a[b]=2", {"a": {"b": "2"}}),
        (b"[]=1&=2", {"": "2"}),
        (b"", {}),
    ],
)  # fmt: skip
def test_a_form_is_read_as_if_it_were_json(body, document):
    assert messages.read(body, form=True) == document


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b"not json", False),
        (b"", False),
        (b"\xff\xfe", False),
        (b"[" * 60_000, False),
        (b"9" * 5000, False),
        (b"a=1&" * 2000, True),
        (b"\xff=1", True),
    ],
)
def test_what_nobody_can_read_is_said_to_be_so(body, form):
    with pytest.raises(messages.Unreadable):
        messages.read(body, form=form)


@pytest.mark.parametrize("body", [b'{"a":1}', b"[1]", b'"TP-1"', b"7", b"null", b"true"])
def test_any_json_is_read(body):
    messages.read(body, form=False)
