"""Connect's answers in our words: grids, dates, visits and ways in, whole, partial or odd."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booking.schedulers.base import Scheduler, Screen, Unavailable, VisitResult, VisitState
from booking.schedulers.connect import grid, objects, reading, visits
from booking.schedulers.connect.dates import read_date, read_moment
from tests.booking.schedulers import samples
from tests.booking.schedulers.remote import Remote, answer, page
from tests.contracts import document

SINCE = dt.date(2026, 5, 4)
AFTERNOON = {"Id": 4, "Name": "AFTERNOON", "StartHour": 12, "StartMinute": 0, "EndHour": 16, "EndMinute": 59}


def offered(data: dict[str, Any], since: dt.date = SINCE) -> list[tuple[str, str, bool]]:
    read = reading.read(objects.AvailabilityResponse, data)
    windows = grid.read_windows(read.planning_windows or ())
    offer = grid.read_offer(read.availability_planning_windows or (), windows=windows, since=since)
    return [(f"{slot.date:%d}", slot.window.name, slot.preferred) for slot in offer.slots]


class TestGrid:
    def test_slots_stand_by_date_and_then_by_the_windows_start(self) -> None:
        cells = [(4, "2026-05-06", 1), (3, "2026-05-07", 1), (3, "2026-05-06", 2), (4, "2026-05-05", 1)]
        data = samples.grid(*cells, windows=(AFTERNOON, samples.WINDOW))
        assert offered(data) == [
            ("05", "AFTERNOON", False),
            ("06", "MORNING", True),
            ("06", "AFTERNOON", False),
            ("07", "MORNING", False),
        ]

    @pytest.mark.parametrize("status", [0, 3, -1, 99, None, "NotAvailable", "Perhaps", [], True])
    def test_only_available_and_preferred_are_free(self, status: Any) -> None:
        assert offered(samples.grid((3, "2026-05-06", status))) == []

    @pytest.mark.parametrize(
        ("status", "preferred"), [(1, False), ("1", False), ("Available", False), ("2", True)]
    )
    def test_free_is_free_in_any_writing(self, status: Any, preferred: bool) -> None:
        assert offered(samples.grid((3, "2026-05-06", status))) == [("06", "MORNING", preferred)]

    def test_a_repeated_cell_counts_once_and_a_no_wins(self) -> None:
        repeated = samples.grid(
            (3, "2026-05-06", 1), (3, "2026-05-06", 2), (3, "2026-05-07", 1), (3, "2026-05-07", 0)
        )
        assert offered(repeated) == [("06", "MORNING", True)]

    def test_past_days_unknown_windows_and_no_dates_are_left_out(self) -> None:
        cells = [(3, "2026-05-03", 1), (99, "2026-05-06", 1), (3, None, 1), (3, "0001-01-01T00:00:00", 1)]
        assert offered(samples.grid(*cells, (None, "2026-05-06", 1))) == []

    @pytest.mark.parametrize(
        "change",
        [
            {"EndHour": 24},
            {"StartHour": -1},
            {"StartMinute": 60},
            {"EndHour": 8, "EndMinute": 0},
            {"StartHour": None},
        ],
    )
    def test_a_window_without_sound_hours_is_left_out(self, change: dict[str, Any]) -> None:
        assert offered(samples.grid((3, "2026-05-06", 1), windows=(samples.WINDOW | change,))) == []

    def test_a_window_without_a_name_is_called_by_its_hours(self) -> None:
        data = samples.grid((3, "2026-05-06", 1), windows=(samples.WINDOW | {"Name": None},))
        assert offered(data) == [("06", "08:00 to 12:59", False)]

    def test_today_is_londons(self, remote: Remote, connect: Scheduler, now) -> None:
        now.moment = dt.datetime(2026, 5, 5, 23, 30, tzinfo=dt.UTC)  # already the 6th in London
        remote.on("GET /api/Availability", answer(samples.grid((3, "2026-05-05", 1), (3, "2026-05-06", 1))))
        offer = connect.offer(samples.NUMBER, since=SINCE)
        assert [slot.date.day for slot in offer.slots] == [6]

    def test_days_before_those_asked_for_are_left_out(self, remote: Remote, connect: Scheduler) -> None:
        remote.on("GET /api/Availability", answer(samples.grid((3, "2026-05-05", 1), (3, "2026-05-07", 1))))
        assert [slot.date.day for slot in connect.offer(samples.NUMBER, since=samples.DAY).slots] == [7]

    def test_a_grid_without_windows_takes_those_of_the_list(self, remote: Remote, connect: Scheduler) -> None:
        remote.on("GET /api/Availability", answer(samples.grid((3, "2026-05-07", 1), windows=None)))
        remote.on("GET /api/PlanningWindow", answer([samples.WINDOW]))
        assert len(connect.offer(samples.NUMBER, since=SINCE).slots) == 1

    def test_a_grid_with_its_own_windows_costs_one_call(self, remote: Remote, connect: Scheduler) -> None:
        remote.on("GET /api/Availability", answer(samples.grid((3, "2026-05-07", 1))))
        connect.offer(samples.NUMBER, since=SINCE)
        assert len(remote.calls()) == 1

    def test_another_orders_grid_is_not_shown(self, remote: Remote, connect: Scheduler) -> None:
        remote.on("GET /api/Availability", answer(samples.grid((3, "2026-05-07", 1), number="TP-9")))
        with pytest.raises(Unavailable):
            connect.offer(samples.NUMBER, since=SINCE)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["2026-05-06", "2026-05-06T23:00:00Z", "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00", 1, 2]
    ),
)
ANYTHING = st.recursive(
    ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner)
)


def shaped(name: str) -> st.SearchStrategy[Any]:
    """The documented shape with any field missing, null, odd or joined by others."""
    fields = {}
    for field, schema in document.SCHEMAS[name]["properties"].items():
        target = (schema.get("items") or schema).get("$ref", "").rpartition("/")[2]
        good: st.SearchStrategy[Any] = ODD
        if target and document.SCHEMAS[target]["type"] == "object":
            good = st.lists(shaped(target), max_size=3) if "items" in schema else shaped(target)
        fields[field] = st.one_of(good, good, good, ANYTHING)
    return st.fixed_dictionaries({}, optional=fields | {"Newer": ANYTHING})


CALM = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@CALM
@given(shaped("AvailabilityResponse"))
def test_no_grid_crashes(data: dict[str, Any]) -> None:
    _survives(objects.AvailabilityResponse, data, lambda read: offered(data))


@CALM
@given(shaped("BookingSummaryResponse"))
def test_no_summary_crashes(data: dict[str, Any]) -> None:
    _survives(objects.BookingSummaryResponse, data, lambda read: visits.read_summary(read, number=""))


@CALM
@given(
    st.sampled_from(["SalesOrder", "BookingResponse", "UserAccount"]).flatmap(
        lambda n: st.tuples(st.just(n), shaped(n))
    )
)
def test_no_answer_crashes(pair: tuple[str, dict[str, Any]]) -> None:
    _survives(getattr(objects, pair[0]), pair[1], repr)


def _survives(shape: Any, data: Any, use: Any) -> None:
    try:
        read = reading.read(shape, data)
    except reading.Unreadable:
        return
    use(read)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2018-05-07", dt.date(2018, 5, 7)),
        ("2018-05-07T00:00:00", dt.date(2018, 5, 7)),
        ("2018-05-07T13:45:00", dt.date(2018, 5, 7)),
        ("2018-05-07T00:00:00.0000000", dt.date(2018, 5, 7)),
        ("2018-05-07T00:00:00Z", dt.date(2018, 5, 7)),
        ("2018-05-06T23:00:00Z", dt.date(2018, 5, 7)),
        ("2018-05-07T00:00:00+01:00", dt.date(2018, 5, 7)),
        ("2018-05-06T19:00:00-04:00", dt.date(2018, 5, 7)),
        ("2018-12-07T00:00:00Z", dt.date(2018, 12, 7)),
        ("0001-01-01T00:00:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_a_calendar_date(text: Any, date: dt.date | None) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "2018-12-06T23:00:00Z",
        "2018-05-07T09:30:00+01:00",
        "2018-02-30",
        "07/05/2018",
        "/Date(1525651200000)/",
        5,
        "9999-12-31T23:59:59-05:00",
        "9999-12-31T00:00:00",
        "1066-10-14",
    ],
)
def test_what_is_no_date_is_not_guessed(text: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_date(text)


def test_a_moment_is_local() -> None:
    assert (
        read_moment("2026-05-07T07:00:00Z")
        == read_moment("2026-05-07T08:00:00")
        == dt.datetime.fromisoformat("2026-05-07T08:00:00")
    )


def seen(change: dict[str, Any]) -> Any:
    data = {"Appointments": [samples.VISIT | change]}
    [visit] = visits.read_summary(reading.read(objects.BookingSummaryResponse, data), number="").visits
    return visit


class TestVisits:
    @pytest.mark.parametrize(
        ("status", "state"),
        [
            (0, VisitState.BOOKED),
            (1, VisitState.BOOKED),
            (5, VisitState.BOOKED),
            (2, VisitState.STARTED),
            (3, VisitState.COMPLETED),
            (4, VisitState.CANCELLED),
            (6, VisitState.SHELVED),
            ("Accepted", VisitState.BOOKED),
            (7, VisitState.UNKNOWN),
            (None, VisitState.UNKNOWN),
        ],
    )
    def test_each_status_is_a_state(self, status: Any, state: VisitState) -> None:
        assert seen({"VisitStatus": status}).state is state
        assert seen({"VisitStatus": status}).live is (state in {VisitState.BOOKED, VisitState.STARTED})

    @pytest.mark.parametrize("status", [0, 1, 2, 4, 5, 6, 99])
    def test_an_open_visit_has_no_result_whatever_it_reads(self, status: int) -> None:
        assert seen({"VisitStatus": status, "VisitResultType": 0}).result is None

    @pytest.mark.parametrize(
        ("number", "result"),
        [
            (0, VisitResult.COMPLETED),
            (1, VisitResult.NO_ACCESS),
            (2, VisitResult.FOLLOW_ON),
            (3, VisitResult.ABANDONED),
            (9, VisitResult.UNKNOWN),
            (None, None),
        ],
    )
    def test_a_completed_visit_has_one(self, number: Any, result: VisitResult | None) -> None:
        assert seen({"VisitStatus": 3, "VisitResultType": number}).result is result

    def test_dates_alone_are_no_times(self) -> None:
        visit = seen({"PlanningWindowStart": "2026-05-07", "PlanningWindowEnd": "2026-05-07T00:00:00"})
        assert (visit.date, visit.start, visit.end) == (samples.DAY, None, None)

    def test_a_shelved_visit_has_no_date(self) -> None:
        assert seen({"VisitStatus": 6}).date is None

    def test_no_date_is_no_date(self) -> None:
        none = "0001-01-01T00:00:00"
        visit = seen({"PlanningWindowStart": none, "PlanningWindowEnd": none, "OrderRaisedDate": none})
        assert (visit.date, visit.start, visit.raised_on) == (None, None, None)

    @pytest.mark.parametrize(
        "data",
        [{"Customer": {}}, {"Customer": None, "Appointments": None}, {"Customer": [], "Appointments": []}],
    )
    def test_no_appointments_are_none(self, data: Any, remote: Remote, connect: Scheduler) -> None:
        remote.on("GET /api/BookingSummary", answer(data))
        assert connect.visits(number=samples.NUMBER).visits == ()

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"appointments": [samples.VISIT]},
            *({"Customer": {"Name": "Ada"}, "Appointments": odd} for odd in ("", 0, {}, [None], ["x"], [[]])),
        ],
    )
    def test_what_is_no_list_of_visits_says_nothing_of_them(
        self, data: Any, remote: Remote, connect: Scheduler
    ) -> None:
        remote.on("GET /api/BookingSummary", answer(data))
        with pytest.raises(Unavailable):
            connect.visits(number=samples.NUMBER)

    def test_another_orders_visit_is_not_shown(self, remote: Remote, connect: Scheduler) -> None:
        other = samples.VISIT | {"PrimaryOrderNumber": "TP-9"}
        remote.on("GET /api/BookingSummary", answer({"Appointments": [other, samples.VISIT]}))
        assert [visit.number for visit in connect.visits(number=samples.NUMBER).visits] == [samples.NUMBER]
        assert len(connect.visits(customer="PROP-1").visits) == 2


ACCOUNT = {"UserName": "tenant-1", "Token": "a/b {number}+é", "Url": "https://evil.example/"}
CALL = "POST /api/UserAccount"


class TestJump:
    @pytest.mark.parametrize(
        ("template", "url"),
        [
            ("https://s.example:8443/{token}", "https://s.example:8443/a%2Fb%20%7Bnumber%7D%2B%C3%A9"),
            ("https://s.example:8443", "https://s.example:8443/a%2Fb%20%7Bnumber%7D%2B%C3%A9"),
            (
                "https://s.example:8443/x/?o={number}",
                "https://s.example:8443/x/a%2Fb%20%7Bnumber%7D%2B%C3%A9?o=TP%201",
            ),
            (
                "https://s.example:8443/{token}?s={screen}&c={customer}",
                "https://s.example:8443/a%2Fb%20%7Bnumber%7D%2B%C3%A9?s=book&c=P%26Q",
            ),
        ],
    )
    def test_the_template_is_filled_in_and_the_remotes_url_ignored(
        self, template, url, remote, build
    ) -> None:
        remote.on(CALL, answer(ACCOUNT))
        connect = build(jump_url=template)
        jump = connect.jump(samples.USER, screen=Screen.BOOK, number="TP 1", customer="P&Q")
        assert jump.url == url
        assert jump.origin == "https://s.example:8443"
        assert "a%2Fb" not in repr(jump)

    def test_each_screen_may_have_a_template_of_its_own(self, remote, build) -> None:
        remote.on(CALL, answer(ACCOUNT | {"Token": "T"}))
        connect = build(jump_url="https://s.example/b/{token}", jump_orders_url="https://s.example/o/{token}")
        urls = [connect.jump(samples.USER, screen=screen).url for screen in Screen]
        assert urls == ["https://s.example/b/T", "https://s.example/o/T", "https://s.example/b/T"]

    def test_a_name_that_connect_does_not_want_has_no_way_in(self, remote, build) -> None:
        remote.on(CALL, answer({"Message": "The user exists."}, 400))
        assert build(jump_url="https://s.example").jump(samples.USER, screen=Screen.BOOK) is None

    @pytest.mark.parametrize(
        "reply",
        [
            answer(ACCOUNT | {"Token": ""}),
            answer({}),
            page(),
            answer(ACCOUNT, 500),
            answer(None),
            answer({}, 408),
        ],
    )
    def test_no_token_is_no_jump_now_and_never_unknown(self, reply, remote, build) -> None:
        remote.on(CALL, reply)
        with pytest.raises(Unavailable) as error:
            build(jump_url="https://s.example").jump(samples.USER, screen=Screen.BOOK)
        assert "body" not in error.value.evidence
        assert len(remote.calls()) == 1

    @pytest.mark.parametrize(
        "template", ["javascript:alert(1)//{token}", "s.example/{token}", "https://{token}.example/"]
    )
    def test_only_a_web_address_is_opened(self, template, remote, build) -> None:
        remote.on(CALL, answer(ACCOUNT))
        with pytest.raises(Unavailable) as error:
            build(jump_url=template).jump(samples.USER, screen=Screen.BOOK)
        assert error.value.misconfigured
