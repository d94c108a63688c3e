"""Connect's own screens, as a person would use them after a jump."""

import re

import pytest
import requests


@pytest.fixture
def enter(connect):
    def open_screen(**query):
        account = connect.post("UserAccount", {"UserName": "tenant-1", "FirstName": "Ann"}).json()
        return connect.session.get(f"{connect.url}/jump/{account['Token']}", params=query, timeout=10)

    return open_screen


def press(page, action):
    """The form whose button is named so."""
    for form in re.findall(r"<form.*?</form>", page.text, re.S):
        if action in form:
            fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
            target = re.search(r'action="([^"]+)"', form)[1].replace("&amp;", "&")
            host = page.url.split("/jump/")[0]
            return requests.post(host + target, data=fields, timeout=10)
    raise AssertionError(action)


def test_an_account_answers_a_token_and_where_to_go(connect):
    answer = connect.post("UserAccount", {"UserName": "tenant-1"}).json()
    assert answer["Token"] in answer["Url"]
    assert answer["Email"] is None


def test_a_token_opens_the_screens_once(connect, enter):
    connect.raise_order()
    page = enter(screen="book", order="TP-1")
    assert "Appointment Slots" in page.text
    used = connect.state() and page.history[0].url
    assert requests.get(used, timeout=10).status_code == 403
    assert requests.get(page.url, timeout=10).status_code == 200


def test_the_screens_may_stand_in_a_frame_and_need_no_cookie(connect, enter):
    connect.raise_order()
    page = enter(screen="book", order="TP-1")
    for answer in (page, *page.history):
        assert not {"X-Frame-Options", "Content-Security-Policy", "Set-Cookie"} & set(answer.headers)


def test_the_booking_screen_really_books(connect, enter):
    connect.raise_order()
    page = press(enter(screen="book", order="TP-1"), 'class="slot')
    assert "The appointment has been booked." in page.text
    assert [each["VisitStatusName"] for each in connect.visits()] == ["Booked"]


def test_the_booking_screen_moves_the_visit_that_there_is(connect, enter):
    connect.raise_order()
    connect.book(connect.find_free()[-1])
    before = connect.visits()[0]
    page = press(enter(screen="book", order="TP-1"), 'class="slot')
    assert "The appointment has been moved." in page.text
    (after,) = connect.visits()
    assert after["VisitExternalId"] == before["VisitExternalId"]
    assert after["PlanningWindowStart"] < before["PlanningWindowStart"]


def test_the_orders_of_a_property_are_listed(connect, enter):
    connect.raise_order()
    connect.raise_order("TP-2", Customer={"ExternalId": "P-9", "OrganisationExternalId": "RIVERSIDE"})
    page = enter(screen="orders", property="P-2001")
    assert "TP-1" in page.text
    assert "TP-2" not in page.text


def test_an_appointment_can_be_cancelled(connect, enter):
    connect.raise_order()
    connect.book(connect.find_free()[0])
    page = press(enter(screen="appointments", order="TP-1"), "Cancel appointment")
    assert "has been cancelled" in page.text
    assert connect.visits()[0]["VisitStatusName"] == "PendingDeletion"


def test_an_order_that_is_not_there_is_said_so(enter):
    assert "could not be found" in enter(screen="book", order="TP-9").text


def test_what_people_wrote_is_never_html(connect, enter):
    connect.raise_order(JobDescription="<script>alert(1)</script>", PriorityExternalId="<b>")
    shown = [enter(screen=screen, order="TP-1").text for screen in ("book", "orders", "appointments")]
    shown.append(requests.get(connect.url, timeout=10).text)
    assert not any("<script>" in page or "<b>&" in page for page in shown)


def test_the_front_page_shows_orders_the_diary_and_the_calls(connect):
    connect.raise_order()
    connect.book(connect.find_free()[0])
    page = requests.get(connect.url, timeout=10).text
    for text in ("TP-1", "The kitchen tap drips", "Asha Patel", "POST Booking", 'http-equiv="refresh"'):
        assert text in page
