"""What an access may do, where it may be sent, and that nobody ever reads its address."""

import logging
import pickle
import traceback

import pytest

from booking.schedulers.base import SchedulerError, Unavailable, Unknown
from booking.schedulers.cadulis.addresses import Addresses
from tests.booking.schedulers.cadulis.contractor import NOW, book, order, raise_and_offer

NEEDED = [
    "intervention.create",
    "intervention.read",
    "intervention.update",
    "intervention.list",
    "schedule-wizard",
]


def failure(attempt) -> SchedulerError:
    with pytest.raises(SchedulerError) as caught:
        attempt()
    return caught.value


def test_an_access_with_all_rights_is_fine(cadulis):
    cadulis.check()


@pytest.mark.parametrize("route", NEEDED)
def test_what_is_not_permitted_is_said_in_words(route, cadulis, contractor):
    contractor.control("withhold", routes=[route])
    error = failure(cadulis.check)
    assert isinstance(error, Unavailable)
    assert error.misconfigured
    assert "not permitted to" in error.reason
    assert route in error.reason


@pytest.mark.parametrize(
    ("route", "attempt"),
    [
        ("intervention.create", lambda one: one.raise_order(order("TP-2"))),
        ("intervention.read", lambda one: one.read_order("TP-1")),
        ("intervention.read", lambda one: one.visits(number="TP-1")),
        ("intervention.list", lambda one: one.visits(customer="P-1001")),
        ("intervention.update", lambda one: one.cancel_order("TP-1", reason="x")),
        ("schedule-wizard", lambda one: one.offer("TP-1", since=NOW.date())),
    ],
)
def test_a_missing_route_is_for_a_person_to_mend_and_nothing_is_sent(route, attempt, cadulis, contractor):
    cadulis.raise_order(order())
    contractor.control("withhold", routes=[route])
    cadulis.client.routes.forget()
    assert failure(lambda: attempt(cadulis)).misconfigured
    assert [call for call in contractor.calls(route) if call["order"] == "TP-2"] == []


def test_without_a_list_nobody_says_that_there_is_no_such_order(cadulis, contractor):
    contractor.control("withhold", routes=["intervention.list"])
    assert isinstance(failure(lambda: cadulis.read_order("TP-404")), Unavailable)


def test_a_right_that_is_taken_away_within_the_hour_is_noticed(cadulis, contractor):
    cadulis.check()
    contractor.control("withhold", routes=["intervention.create"])
    error = failure(lambda: cadulis.raise_order(order()))
    assert error.misconfigured
    assert "not permitted to create interventions" in error.reason


def test_discovery_is_asked_once_an_hour(cadulis, contractor, now):
    cadulis.raise_order(order())
    cadulis.read_order("TP-1")
    assert len(contractor.calls("discovery")) == 1
    now.pass_by(3601)
    cadulis.read_order("TP-1")
    assert len(contractor.calls("discovery")) == 2


@pytest.mark.parametrize("call", ["intervention.read", "intervention.create", "schedule-wizard"])
def test_addresses_that_were_renewed_are_found_at_once(call, cadulis, contractor):
    cadulis.raise_order(order("TP-2"))
    contractor.spoil(call, "expired_token")
    assert raise_and_offer(cadulis)
    assert len([entry for entry in contractor.calls(call) if entry["committed"]]) < 3
    assert len(contractor.calls("discovery")) == 2


def test_an_access_that_was_withdrawn_says_so(build, contractor):
    error = failure(build(url=f"{contractor.api_url}x").check)
    assert error.misconfigured
    assert "may have been withdrawn" in error.reason


def test_no_address_is_for_a_person_to_mend(build):
    assert failure(build(url="").check).misconfigured


def test_the_type_of_intervention_must_be_one_that_there_is(build):
    assert "Repairs (1)" in failure(build(intervention_type="").check).reason
    assert "no intervention type 77" in failure(build(intervention_type="77").check).reason
    build(intervention_type="2").check()


def test_a_wizard_of_our_own_settings_stands_in_for_one_that_is_not_named(build, contractor):
    contractor.control("withhold", routes=["schedule-wizard"])
    cadulis = build(wizard_url=f"{contractor.api_url}/1/elsewhere/:interventionId")
    cadulis.check()
    cadulis.raise_order(order())
    assert isinstance(failure(lambda: cadulis.offer("TP-1", since=NOW.date())), Unavailable)
    assert contractor.calls("GET elsewhere")[0]["path"].endswith("/TP-1")


REDIRECTS = [
    ("http://169.254.169.254/latest/meta-data", ["169.254.169.254"], "private network"),
    ("http://169.254.169.254/latest/meta-data", [], "do not know"),
    ("http://[::ffff:169.254.169.254]/", ["::ffff:169.254.169.254", "::ffff:a9fe:a9fe"], "private network"),
    ("http://127.0.0.1:9/", [], "private network"),
    ("http://localhost:9/", ["localhost"], "private network"),
    ("http://10.0.0.1/", ["10.0.0.1"], "private network"),
    ("http://someone@127.0.0.1/", [], "no web address"),
    ("file:///etc/passwd", [], "no web address"),
    ("gopher://127.0.0.1/", [], "no web address"),
]


@pytest.mark.parametrize(("target", "hosts", "why"), REDIRECTS)
def test_a_redirect_into_a_private_network_is_refused(target, hosts, why, build, contractor):
    contractor.control("habits", redirect=target)
    error = failure(build(hosts=hosts).check)
    assert isinstance(error, Unavailable)
    assert error.misconfigured
    assert why in error.reason
    assert len(contractor.calls()) == 1


def test_redirects_end_after_ten(build, contractor):
    contractor.control("habits", redirect=contractor.api_url)
    error = failure(build().check)
    assert error.misconfigured
    assert len(contractor.calls("discovery")) == 11


def test_a_write_follows_only_where_it_was_certainly_not_done(build, contractor, remote):
    from tests.booking.schedulers.cadulis.script import CREATE, NUMBER, discover, one
    from tests.booking.schedulers.remote import answer

    discover(remote)
    cadulis = build(url=f"{remote.url}/secret-k3y", intervention_type="")
    remote.on(CREATE, answer({}, 307, Location="/WS-API/there"))
    remote.on("POST /there", answer(one()))
    cadulis.raise_order(order(NUMBER))
    assert remote.calls("POST /there")[0].body == remote.calls(CREATE)[0].body
    remote.on(CREATE, answer({}, 302, Location="/WS-API/there"))
    assert type(failure(lambda: cadulis.raise_order(order(NUMBER)))) is Unknown
    assert len(remote.calls("POST /there")) == 1


@pytest.mark.parametrize(
    ("home", "url", "sound"),
    [
        ("https://8.8.8.8/a", "https://8.8.8.8/b", True),
        ("https://8.8.8.8/a", "http://8.8.8.8/b", False),
        ("https://8.8.8.8/a", "https://8.8.4.4/b", False),
        ("https://8.8.8.8/a", "https://127.0.0.1/b", False),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:1/b", True),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:2/b", False),
        ("https://8.8.8.8/a", "https://known.example.evil/b", False),
        ("https://8.8.8.8/a", "https://224.0.0.1/", False),
        ("https://8.8.8.8/a", "https://[::1", False),
        ("https://8.8.8.8/a", "https://8.8.8.8:0/", False),
        ("https://8.8.8.8/a", "https://", False),
        ("https://8.8.8.8/a", "", False),
    ],
)
def test_only_known_public_addresses_and_home_are_called(home, url, sound):
    addresses = Addresses(home, hosts=["known.example", "127.0.0.1", "224.0.0.1"])
    if sound:
        addresses.check(url)
    else:
        assert failure(lambda: addresses.check(url)).misconfigured


KEY = "k3y-7Q2fW9xP"


def told(error: BaseException) -> str:
    """Everything that an error and its causes say, to people and to a log."""
    parts, chain = [], [error]
    while chain:
        each = chain.pop()
        parts += [repr(each), str(each), repr(getattr(each, "__dict__", ""))]
        chain += [one for one in (each.__cause__, each.__context__) if one is not None]
    return " ".join([*parts, *traceback.format_exception(error)])


FAULTS = [
    "html",
    "login_page",
    "reset_before",
    "timeout_before",
    "truncated",
    "empty",
    "error_before",
    "status",
]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    "call",
    ["discovery", "intervention.read", "intervention.create", "intervention.update", "schedule-wizard"],
)
def test_no_error_and_no_log_ever_names_the_address(call, fault, build, contractor, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="urllib3")
    cadulis = build(read_seconds=0.3, write_seconds=0.3)
    contractor.spoil(call, fault, times=None)
    said = [repr(cadulis), repr(cadulis.client.__dict__ if fault == "html" else "")]
    for attempt in (lambda: book(cadulis, raise_and_offer(cadulis)[5]), lambda: cadulis.read_order("TP-9")):
        try:
            attempt()
        except SchedulerError as error:
            said.append(told(error))
    contractor.heal()
    assert len(said) > 2
    assert KEY not in " ".join(said)
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    "body", ["Not found: /connectors/skyline/k3y-7Q2fW9xP/x", "https://h/k3y-7Q2fW9xP gone"]
)
def test_an_answer_that_repeats_the_address_is_not_kept(body, build, remote):
    from tests.booking.schedulers.cadulis.script import CREATE, discover
    from tests.booking.schedulers.remote import answer

    discover(remote)
    cadulis = build(url=f"{remote.url}/secret-k3y")
    for status in (400, 404, 500):
        remote.on(CREATE, answer({"error": body, "details": {"at": body}}, status))
        error = failure(lambda: cadulis.raise_order(order()))
        assert KEY not in told(error)


def test_routes_say_nothing_of_their_address(cadulis, store):
    cadulis.check()
    assert KEY not in repr(cadulis.client.routes.all())
    assert all(KEY not in key for key in store.entries)
    pickle.dumps({key: value for key, (value, _) in store.entries.items()})
