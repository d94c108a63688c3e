"""A stream of reports from many browsers at once, while web server and worker are asked to end.

`python -m tests.portal.running.stream` pours many times, which the suite does once.
"""

import argparse
import re
import signal
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field

import requests

from tests.portal.running import house as houses
from tests.portal.running.house import House, Visitor, until

DELIVERED = """
    SELECT count(*) FROM portal_repair r JOIN booking_order o ON o.id = r.order_id
    WHERE r.id = ANY(%s::uuid[]) AND o.state = 'open'
"""
WEB, WORKER = "The portal", "The worker"
ANSWERS: dict[str, dict[str, str]] = {
    "where": {"place": "home"},
    "problem": {"leaf": "dripping-tap"},
    "try-this-first": {},
    "describe": {"description": "It drips", "access": ""},
}
COPY = """
    INSERT INTO portal_repair (id, answers, {others})
    SELECT gen_random_uuid(), answers || '{{"known": "no"}}', {others}
    FROM portal_repair, generate_series(1, {count}) WHERE id = %s RETURNING id
"""


@dataclass
class Poured:
    """What came of one stream."""

    seen: Counter[str] = field(default_factory=Counter)
    """How each try ended."""
    unanswered: list[str] = field(default_factory=list)
    """Reports that were taken and never answered: whoever sent them would send them again."""
    reports: list[str] = field(default_factory=list)


def begin(visitor: Visitor) -> str:
    """The id of a report that is told and not sent."""
    at = visitor.send("/repairs/new/").url
    found = re.search(r"/repairs/([0-9a-f-]{36})/", at)
    assert found, at
    path = f"/repairs/{found[1]}/"
    if "/contact/" in at:
        visitor.confirm()
    while (step := visitor.open(path).url.rstrip("/").rpartition("/")[2]) != "check":
        to = f"{path}problem/choose/" if step == "problem" else ""
        visitor.send(f"{path}{step}/", to=to, **ANSWERS.get(step, {step: "no"}))
    return found[1]


def pour(house: House, visitor: Visitor, *, posts: int, clients: int, draft: str) -> Poured:
    """So many reports, each sent until it is answered; both processes end meanwhile and come again."""
    poured = Poured(reports=_copies(house, draft, posts))
    page = visitor.open(f"/repairs/{draft}/check/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    some = threading.Event()

    def send(mine: list[str]) -> None:
        session = requests.Session()
        session.cookies.update(visitor.session.cookies.get_dict())
        for pk in mine:
            while not _send(house, session, pk, token[1], poured):
                pass
            if sum(poured.seen.values()) > posts // 4:
                some.set()

    threads = [threading.Thread(target=send, args=(poured.reports[n::clients],)) for n in range(clients)]
    for thread in threads:
        thread.start()
    assert some.wait(timeout=60)
    # The worker is at work: one that has only just been started does not hear yet that it shall end.
    until(lambda: house.ask(DELIVERED, poured.reports)[0][0])
    for name in (WEB, WORKER):
        house.part(name).child.send_signal(signal.SIGTERM)
    for name in (WEB, WORKER):
        ended = house.part(name).child.wait(timeout=60)
        assert ended == 0, (name, ended)
        house.again(name)
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return poured


def judge(house: House, poured: Poured) -> list[str]:
    """What was lost or doubled, once everything is delivered."""
    until(lambda: not house.ask(UNSETTLED, poured.reports)[0][0], seconds=120)
    ordered = house.ask(
        "SELECT o.number, o.state FROM portal_repair r JOIN booking_order o ON o.id = r.order_id"
        " WHERE r.id = ANY(%s::uuid[])",
        poured.reports,
    )
    state = requests.get(f"{house.env['SANDBOX']}_control/state", timeout=30).json()
    there = Counter(order["number"] for order in state["orders"])
    wrong = [f"{number} is {state}" for number, state in ordered if state != "open"]
    wrong += [f"{number} stands {there[number]} times" for number, _ in ordered if there[number] != 1]
    if len(ordered) != len(poured.reports):
        wrong.append(f"{len(poured.reports) - len(ordered)} reports were answered and have no order")
    wrong += [f"the report {pk} was taken without an answer" for pk in poured.unanswered]
    return wrong + [f"an answer was {kind}" for kind in poured.seen if kind not in {"taken", "refused"}]


UNSETTLED = """
    SELECT count(*) FROM booking_command c JOIN portal_repair r ON r.order_id = c.order_id
    WHERE r.id = ANY(%s::uuid[]) AND c.state NOT IN ('confirmed', 'refused', 'needs_staff')
"""


def _send(house: House, session: requests.Session, pk: str, token: str, poured: Poured) -> bool:
    """One try; True where it was answered."""
    try:
        answer = session.post(
            f"{house.url}/repairs/{pk}/check/",
            data={"csrfmiddlewaretoken": token},
            allow_redirects=False,
            timeout=60,
        )
    except requests.ConnectionError as error:
        poured.seen["refused"] += 1
        if "refused" not in str(error) and house.ask(
            "SELECT 1 FROM portal_repair WHERE id = %s AND state <> 'draft'", pk
        ):
            poured.unanswered.append(pk)
        threading.Event().wait(0.05)
        return False
    taken = answer.status_code == 302 and answer.headers["Location"].endswith("/times/")
    poured.seen["taken" if taken else f"{answer.status_code} {answer.headers.get('Location')}"] += 1
    return True


def _copies(house: House, draft: str, count: int) -> list[str]:
    columns = house.ask(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'portal_repair'"
        " AND column_name NOT IN ('id', 'answers')"
    )
    others = ", ".join(f'"{name}"' for (name,) in columns)
    return [str(pk) for (pk,) in house.ask(COPY.format(others=others, count=count), draft)]


def main() -> int:
    """0 where nothing was lost, doubled or left without an answer."""
    parser = argparse.ArgumentParser(prog="python -m tests.portal.running.stream", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--posts", type=int, default=200)
    parser.add_argument("--clients", type=int, default=20)
    given = parser.parse_args()
    wrong: list[str] = []
    with houses.running() as house:
        visitor = Visitor(house)
        visitor.sign_in("amira@riverside.example")
        draft = begin(visitor)
        for number in range(given.rounds):
            poured = pour(house, visitor, posts=given.posts, clients=given.clients, draft=draft)
            found = judge(house, poured)
            wrong += found
            print(f"round {number + 1}: {dict(poured.seen)}, {found or 'nothing lost'}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
