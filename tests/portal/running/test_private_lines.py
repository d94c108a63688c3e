"""What people tell us is on their pages and in the system that plans their visit, and in no log line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest

from tests.portal.running.house import TOKEN, House, Visitor, in_days, until

DANIEL = "daniel@riverside.example"
FIRM = "jobs@greencanopy.example"
TOLD = {
    "name": "Zebedee Quillfeather",
    "mobile": "07700 900917",
    "home_phone": "01632 960917",
    "email": "zebedee.quillfeather@riverside.example",
}
SEARCHED = "vestibule whortleberry"
DESCRIBED = "A xylophone-shaped crack behind the wardrobe"
AT_THE_DOOR = "The ocelot called Tarquin bites"
HOME = ("Weir Court", "ZZ99")
OTHER_FIRMS_WORDS = "Our cherry picker fell into the quince"


@pytest.fixture(scope="module")
def secrets(house: House) -> list[str]:
    """A whole story, by browser: everything in it that belongs to somebody."""
    daniel = Visitor(house)
    code = daniel.sign_in(DANIEL)
    daniel.details = TOLD | {"texts": "yes"}
    daniel.confirm()
    path = daniel.report("dripping-tap", description=DESCRIBED, access=AT_THE_DOOR)
    slot = daniel.book(path)
    daniel.sees(path, "Your appointment is booked")
    daniel.open(f"{path}calendar.ics", q=SEARCHED)
    draft = re.search(r"/repairs/[0-9a-f-]{36}/", daniel.send("/repairs/new/").url)
    assert draft
    daniel.open(f"{draft[0]}problem/", q=SEARCHED)
    daniel.send(f"{draft[0]}something-else/", description=DESCRIBED)
    hedge = daniel.report("hedge-overgrown-across-a-path", description=DESCRIBED)
    invitation = re.search(r"/contractors/([^/\s]+)/", house.letter(FIRM, "New job"))
    assert invitation
    firm = Visitor(house)
    version = re.search(
        r'name="version" value="(\d+)"', firm.open(f"/contractors/{invitation[1]}/accept/").text
    )
    assert version
    firm.send(
        f"/contractors/{invitation[1]}/accept/",
        version=version[1],
        date_1=in_days(9),
        start_1="08:00",
        end_1="12:00",
    )
    daniel.sees(hedge, "Your appointment is booked")
    go_wrong(house, daniel, path, invitation[1])
    officer = Visitor(house)
    officer.sign_in("olivia@riverside.example")
    officer.open("/officers/", q=TOLD["name"], number="TP-1", customer="RIV-2012")
    return [
        *TOLD.values(),
        DANIEL,
        FIRM,
        SEARCHED,
        quote(SEARCHED),
        SEARCHED.split()[1],
        DESCRIBED,
        "xylophone",
        AT_THE_DOOR,
        "Tarquin",
        *HOME,
        slot,
        slot[:60],
        invitation[1],
        code,
        *daniel.session.cookies.values(),
        TOKEN,
        "Daniel",
        "Osei",
        TOLD["mobile"].replace(" ", ""),
        "olivia@",
        path.split("/")[2],
    ]


def go_wrong(house: House, daniel: Visitor, path: str, key: str) -> None:
    """Pages that are not there, forms without a token, calls that fail, times that are gone."""
    for lost in (
        f"/contractors/{key}x/",
        f"/nowhere/{quote(DESCRIBED)}/",
        f"/repairs/{quote(TOLD['email'])}/",
    ):
        assert daniel.open(lost).status_code == 404
    url = f"{house.url}/contractors/{key}/decline/"
    assert daniel.session.post(url, data={"reason": OTHER_FIRMS_WORDS}, timeout=60).status_code == 403
    headers = {
        "Referer": f"{house.url}/contractors/{key}/",
        "Origin": f"http://{TOLD['name'].split()[0]}.example",
    }
    assert daniel.session.post(url, headers=headers, timeout=60).status_code == 403
    daniel.open("/", q="x", **{"": DESCRIBED})
    daniel.session.get(house.url, headers={"Host": f"{TOLD['email'].split('@')[1]}:99999"}, timeout=60)
    fail_with_words(house, daniel)
    house.pretend("faults", call="POST Booking", fault="error_after", times=1)
    other = daniel.report("dripping-tap", description=DESCRIBED)
    daniel.book(other)
    daniel.sees(other, "Your appointment is booked")


def fail_with_words(house: House, daniel: Visitor) -> None:
    """The database refuses a row of the page, and then one of the worker, and repeats all that is in it."""
    told = {"description": DESCRIBED, "access": AT_THE_DOOR}
    with refusing(house, "portal_repair", "state <> 'ordered'"):
        daniel.report("dripping-tap", **told)
        until(lambda: any(line.get("status") == 500 for line in house.lines()))
    with refusing(house, "booking_order", "state <> 'open'"):
        daniel.report("dripping-tap", **told)
        unclear = "SELECT id FROM booking_command WHERE state = 'needs_staff'"
        until(lambda: house.ask(unclear))
    house.ask(f"UPDATE booking_command SET state = 'refused' WHERE id IN ({unclear})")


@contextmanager
def refusing(house: House, table: str, rule: str) -> Iterator[None]:
    """Whoever breaks the rule is told so, with the whole row."""
    house.ask(f"ALTER TABLE {table} ADD CONSTRAINT never CHECK ({rule}) NOT VALID")
    try:
        yield
    finally:
        house.ask(f"ALTER TABLE {table} DROP CONSTRAINT never")


def test_what_failed_is_told_by_kind_and_place(house: House, secrets: list[str]) -> None:
    errors = [str(line["error"]) for line in house.lines() if "IntegrityError" in str(line.get("error"))]
    assert any("portal/repairs/report.py" in error for error in errors)
    assert any("booking/settling.py" in error for error in errors)


@pytest.mark.usefixtures("secrets")
def test_the_story_is_told_line_by_line(house: House) -> None:
    answered = [line for line in house.lines() if line["event"] == "answered"]
    routes = {line["route"] for line in answered}
    assert {"/repairs/<uuid:pk>/times/confirm/", "/contractors/<str:token>/accept/"} <= routes
    assert all(line["milliseconds"] >= 0 and line["status"] for line in answered)
    assert all({"time", "level", "logger", "event", "request"} <= line.keys() for line in house.lines())


def test_no_line_of_web_server_or_worker_names_anybody(house: House, secrets: list[str]) -> None:
    said = house.said().lower()
    assert len(said) > 10_000
    found = [secret for secret in secrets if secret.lower() in said]
    assert found == []
