"""Which times are on offer."""

import datetime as dt

import pytest

from booking.sandbox import Options, start

from . import contract
from .caller import TODAY, Caller, order_for

WEEKDAY = "2026-11-25"


def test_planning_windows_are_those_of_the_document_under_ids_of_their_own(connect):
    windows = connect.get("PlanningWindow").json()
    times = {
        each["Name"]: tuple(each[key] for key in ("StartHour", "StartMinute", "EndHour", "EndMinute"))
        for each in windows
    }
    assert times == {
        "ALL DAY": (8, 0, 16, 59),
        "MORNING": (8, 0, 12, 59),
        "AFTERNOON": (12, 0, 16, 59),
        "SCHOOL RUN": (9, 30, 14, 29),
        "OUT OF HOURS": (17, 0, 23, 59),
    }
    assert not {each["Id"] for each in windows} & {1, 2, 3, 4, 5}


def test_an_offer_is_whole_weeks_from_monday(connect):
    connect.raise_order()
    answer = connect.get("Availability", PrimaryOrderNumber="TP-1", NumberOfWeeks=2).json()
    contract.check(answer, "AvailabilityResponse")
    days = [day["Date"] for day in answer["AvailabilityPlanningWindows"][0]["AvailabilityDays"]]
    assert (len(days), days[0], days[-1]) == (14, "2026-11-16T00:00:00", "2026-11-29T00:00:00")
    assert answer["Availability"]["NumberOfWeeks"] == 2


def test_without_a_date_and_weeks_it_is_this_week(connect):
    connect.raise_order()
    answer = connect.get("Availability", PrimaryOrderNumber="TP-1").json()
    assert answer["Availability"]["Date"] == f"{TODAY}T00:00:00"
    assert len(answer["AvailabilityPlanningWindows"][0]["AvailabilityDays"]) == 7


def test_the_weeks_may_come_apart(connect):
    connect.raise_order()
    together = connect.find_days()
    connect.control("habits", weeks_apart=True)
    answer = connect.get("Availability", PrimaryOrderNumber="TP-1", NumberOfWeeks=5).json()
    assert len(answer["AvailabilityPlanningWindows"]) == 25
    assert connect.find_days() == together


def test_nothing_is_free_before_tomorrow(connect):
    connect.raise_order()
    assert min(connect.find_free())[0] > TODAY


def test_every_trade_has_free_times_in_most_weeks_and_full_ones_too(connect):
    codes = ("TAPS001", "ELEC001", "HEAT001", "DOOR001", "WALL001", "ROOF001", "GLAZ001", "FENC001", "XX1")
    for code in codes:
        connect.raise_order(code, JobCodes=[{"CodeExternalId": code}])
        free = connect.find_free(code)
        assert len({dt.date.fromisoformat(day).isocalendar().week for day, _ in free}) >= 4, code
        assert len([slot for slot in free if find_weekdays([slot]) != {5}]) < 22 * 4, code


def test_an_offer_is_the_same_however_often_one_asks(connect):
    connect.raise_order()
    assert connect.find_days() == connect.find_days()


def test_another_seed_is_another_diary(connect):
    connect.raise_order()
    other = start(options=Options(seed=2))
    try:
        caller = Caller(other.url)
        caller.control("clock", today=TODAY)
        caller.raise_order()
        assert caller.find_days() != connect.find_days()
    finally:
        other.stop()


def test_out_of_hours_is_for_orders_that_are(connect):
    connect.raise_order()
    connect.raise_order("TP-2", OutOfHours=True)
    assert "OUT OF HOURS" not in {window for _, window in connect.find_free()}
    assert {window for _, window in connect.find_free("TP-2")} == {"OUT OF HOURS"}


def test_nobody_comes_at_a_weekend_unless_asked(connect):
    connect.raise_order()
    assert find_weekdays(connect.find_free()) <= {0, 1, 2, 3, 4}
    assert find_weekdays(connect.find_free(IgnoreWeekends="true")) >= {5}


def test_nobody_comes_on_a_sunday_however_one_asks(connect):
    connect.raise_order()
    assert 6 not in find_weekdays(connect.find_free(IgnoreWeekends="true"))


def find_weekdays(slots):
    return {dt.date.fromisoformat(day).weekday() for day, _ in slots}


def test_a_saturday_is_booked_only_by_whoever_asks_for_weekends(connect):
    connect.raise_order()
    slot = next(each for each in connect.find_free(IgnoreWeekends="true") if find_weekdays([each]) == {5})
    assert connect.book(slot).status_code == 400
    assert connect.book(slot, IgnoreWeekends=True).status_code == 200


def test_some_work_on_saturdays_anyway(connect):
    connect.raise_order(JobCodes=[{"CodeExternalId": "WALL001"}])
    assert 5 in find_weekdays(connect.find_free())


def test_a_job_goes_to_those_who_can_do_it(connect):
    connect.raise_order()
    connect.raise_order("TP-2", JobCodes=[{"CodeExternalId": "ELEC001"}])
    connect.control("fill", trade="electrical")
    assert connect.find_free("TP-2") == []
    assert connect.find_free("TP-1")


def test_a_skill_that_is_sent_counts_before_the_code(connect):
    connect.raise_order(JobCodes=[{"CodeExternalId": "TAPS001", "SkillExternalId": "Electrician"}])
    connect.control("fill", trade="electrical")
    assert connect.find_free() == []


def test_two_to_attend_finds_fewer_times(connect):
    connect.raise_order(JobCodes=[{"CodeExternalId": "ROOF001"}])
    connect.raise_order("TP-2", JobCodes=[{"CodeExternalId": "ROOF001"}], TwoToAttend=True)
    one, two = set(connect.find_free()), set(connect.find_free("TP-2"))
    assert two < one


def test_filling_one_window_leaves_others(connect):
    connect.raise_order()
    connect.control("fill", window="MORNING")
    left = {window for _, window in connect.find_free()}
    assert "MORNING" not in left
    assert "AFTERNOON" in left


def test_times_run_out_one_by_one(connect):
    connect.control("fill", date=WEEKDAY, window="MORNING", trade="plumbing", leave=2)
    for number in ("TP-1", "TP-2", "TP-3"):
        connect.raise_order(number)
    slot = (WEEKDAY, "MORNING")
    assert [connect.book(slot, number).status_code for number in ("TP-1", "TP-2", "TP-3")] == [200, 200, 400]
    assert slot not in connect.find_free("TP-3")


def test_windows_that_overlap_consume_one_another(connect):
    connect.control("fill", date=WEEKDAY, trade="plumbing", window="MORNING")
    connect.control("fill", date=WEEKDAY, trade="plumbing", window="AFTERNOON")
    connect.raise_order()
    assert not [slot for slot in connect.find_free() if slot[0] == WEEKDAY]


def test_a_visit_near_by_makes_a_time_preferred(connect):
    connect.raise_order()
    slot = next(slot for slot, status in connect.find_days().items() if status == 1)
    connect.book(slot)
    connect.raise_order("TP-2")
    assert connect.find_days("TP-2")[slot] == 2


def test_an_order_must_exist_and_stand(connect):
    assert connect.get("Availability", PrimaryOrderNumber="TP-1").status_code == 400
    connect.raise_order()
    connect.control("staff", action="cancel_order", order="TP-1")
    assert connect.get("Availability", PrimaryOrderNumber="TP-1").status_code == 400


def test_times_can_be_asked_by_trade_before_there_is_an_order(connect):
    answer = connect.post("AvailabilityByTrade", {"Skills": ["Plumber"], "Postcode": "RV2 4AB"})
    contract.check(answer.json(), "AvailabilityByTradeResponse")
    days = answer.json()["AvailabilityPlanningWindows"][0]["AvailabilityDays"]
    assert any(day["AvailabilityStatus"] for day in days)


def test_nobody_has_a_skill_that_does_not_exist(connect):
    answer = connect.post("AvailabilityByTrade", {"Skills": ["Plumber", "Juggler"]}).json()
    rows = answer["AvailabilityPlanningWindows"]
    assert not any(day["AvailabilityStatus"] for row in rows for day in row["AvailabilityDays"])


@pytest.mark.parametrize("template", [4101, None])
def test_a_template_is_as_good_as_a_code(connect, template):
    body = order_for(JobCodes=None, InvokeDiagnosis=template is not None, CodeTemplateId=template)
    connect.post("SalesOrder", body)
    assert connect.find_free()
