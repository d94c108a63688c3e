"""The main road: from a dripping tap to an appointment that stands in Connect."""

from collections.abc import Callable

from tests.journeys.tenant import Remote, Tenant


def test_a_dripping_tap_ends_with_an_appointment_in_connect(
    visit: Callable[..., Tenant], remote: Remote
) -> None:
    tenant = visit()
    tenant.begin()
    tenant.report_tap()
    tenant.sees("When are you free?")
    tenant.choose_time()
    tenant.sees("Book this time?")
    tenant.press("Book this appointment")
    tenant.sees("Your appointment is booked")

    assert remote.calls() == ["POST SalesOrder", "GET Availability", "POST Booking"]
    assert "Your appointment" in tenant.letter("amira@riverside.example", containing="appointment")
