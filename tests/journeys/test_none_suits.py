"""No time on offer suits: a request, not a dead end."""

from collections.abc import Callable

from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

TEAM = "repairs@riverside.example"


def test_the_team_is_asked_to_call_and_the_times_stay_open(
    visit: Callable[..., Tenant], remote: Remote, given: Given
) -> None:
    repair = given.reported("amira")
    amira = visit("amira")
    amira.go(f"/repairs/{repair.pk}/times/")
    amira.press("Ask us to call you")
    amira.is_at("We will call you to agree a time")
    assert repair.reference in amira.letter(TEAM, "no time suits")
    amira.follow("Choose a time")
    amira.choose_time()
    amira.press("Book this appointment")
    amira.is_at("Your appointment is booked")
    amira.sees("Add it to your calendar")
