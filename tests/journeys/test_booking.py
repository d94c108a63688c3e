"""The main road: from a dripping tap to an appointment that stands in Connect."""

from collections.abc import Callable

from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]
AMIRA = "amira@riverside.example"


def test_a_dripping_tap_ends_with_an_appointment_in_connect(visit: Visit, remote: Remote) -> None:
    amira = visit()
    amira.go("/")
    amira.is_at("Report a repair")
    amira.follow("Start now")
    amira.is_at("Is it one of these emergencies?")
    amira.pick("Something else: it is none of these")
    amira.press("Continue")
    amira.sign_in(AMIRA)
    amira.is_at("Report a repair")
    amira.sees("Amira Khan")
    amira.sees("4 Mill Lane")
    amira.press("Start")
    amira.is_at("Are these details right?")
    amira.confirm_details()
    amira.is_at("What is the problem?")
    amira.search("dripping tap", choose="Dripping tap")
    amira.is_at("Try this first")
    amira.press("It is still broken: continue")
    amira.is_at("Describe the problem")
    amira.describe()
    amira.is_at("Check your answers")
    amira.sees("The first days we have at the moment")
    amira.press("Report this repair and choose a time")
    amira.sees("An adult must be at home")
    amira.is_at("When are you free?")
    time = amira.choose_time()
    amira.is_at("Book this time?")
    amira.press("Book this appointment")
    amira.is_at("Your appointment is booked")

    # The first days we have, before she reports; and then the three calls that a booking takes.
    assert remote.calls(hints=True)[0] == "POST AvailabilityByTrade"
    assert remote.calls() == ["POST SalesOrder", "GET Availability", "POST Booking"]
    (visit_there,) = remote.live_visits()
    assert visit_there["order"] == amira.reference()
    assert time.partition(",")[0] in amira.letter(AMIRA, "Booked:")
