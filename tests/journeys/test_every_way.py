"""The main road without scripts, by the keyboard alone, and on a wide screen."""

from collections.abc import Callable

from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import PATIENCE, Tenant

Visit = Callable[..., Tenant]
AMIRA = "amira@riverside.example"
MAIN_ROAD = ["POST SalesOrder", "GET Availability", "POST Booking"]


def test_the_main_road_without_javascript(visit: Visit, remote: Remote) -> None:
    amira = visit(java_script_enabled=False)
    reports_without_scripts(amira)
    amira.sees("An adult must be at home")
    amira.book()
    # The page may look for times in the very moment in which the worker has found them.
    assert [call for call in remote.calls() if call != "GET Availability"] == [
        "POST SalesOrder",
        "POST Booking",
    ]


def test_the_main_road_where_no_script_ever_arrives(visit: Visit, remote: Remote) -> None:
    amira = visit(reduced_motion="reduce")
    amira.gets_no_scripts()
    reports_without_scripts(amira)
    amira.looks_again_until("An adult must be at home")
    amira.choose_time()
    amira.press("Book this appointment")
    amira.looks_again_until("Your appointment is booked")
    assert remote.calls("POST") == ["POST SalesOrder", "POST Booking"]


def test_words_typed_before_the_scripts_have_come_are_searched_for(visit: Visit, given: Given) -> None:
    amira = visit("amira")
    amira.page.context.route("**/*.js", lambda route: None)
    amira.page.goto(f"{amira.portal}/repairs/{given.draft('amira').pk}/problem/", wait_until="commit")
    amira.page.get_by_label("Say it in your own words").fill("dripping tap")
    amira.page.context.unroute("**/*.js")
    amira.sees("Is it one of these")


def reports_without_scripts(amira: Tenant) -> None:
    """From the first page to the times, where no page may count on a script."""
    amira.go("/")
    amira.follow("Start now")
    amira.pick("Something else: it is none of these")
    amira.press("Continue")
    amira.sign_in(AMIRA)
    amira.press("Start")
    amira.confirm_details()
    amira.page.get_by_label("Say it in your own words").fill("driping tap")
    amira.press("Search")
    amira.button("Dripping tap").click()
    amira.describe()
    amira.press("Report this repair")


def test_the_main_road_on_a_wide_screen(visit: Visit, remote: Remote) -> None:
    amira = visit("amira", viewport={"width": 1280, "height": 900})
    amira.go("/")
    amira.is_at("Report a repair")
    amira.go("/repairs/new/")
    amira.is_at("Report a repair")
    amira.press("Start")
    amira.is_at("Are these details right?")
    amira.confirm_details()
    amira.page.get_by_label("Say it in your own words").fill("dripping tap")
    amira.sees("Dripping tap")
    amira.is_at("What is the problem?")
    amira.button("Dripping tap").click()
    amira.is_at("Try this first")
    amira.describe()
    amira.is_at("Check your answers")
    amira.press("Report this repair")
    amira.sees("An adult must be at home")
    amira.is_at("When are you free?")
    amira.choose_time(days=7)
    amira.is_at("Book this time?")
    amira.press("Book this appointment")
    amira.is_at("Your appointment is booked")
    amira.follow("Cancel this repair")
    amira.is_at("Cancel this repair?")
    amira.go("/repairs/")
    amira.is_at("Your repairs")


def test_the_main_road_by_the_keyboard_alone(visit: Visit, remote: Remote) -> None:
    amira = visit()
    amira.go("/")
    keys = Keyboard(amira)
    keys.enter("Start now")
    keys.reach("I can smell gas")
    keys.press("ArrowUp")
    keys.enter("Continue")
    keys.type("E-mail", AMIRA)
    keys.enter("Send me a code")
    keys.type("code", amira.code(AMIRA))
    keys.enter("Sign in")
    keys.enter("Start")
    keys.reach("Yes, to my mobile number")
    keys.press("Space")
    keys.enter("These are right")
    keys.type("Say it in your own words", "dripping tap")
    amira.sees("Is it one of these")
    keys.enter("Dripping tap")
    keys.enter("It is still broken")
    keys.type("What should we know", "It drips day and night.")
    keys.enter("Continue")
    keys.enter("Continue without photos")
    keys.enter("Report this repair")
    amira.sees("An adult must be at home")
    keys.reach("8am")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.enter("Continue")
    keys.enter("Book this appointment")
    amira.is_at("Your appointment is booked")
    assert remote.calls() == MAIN_ROAD


NAME = """() => {
    const here = document.activeElement;
    const label = here.labels && here.labels[0];
    return ((label || here).innerText || "").replace(/\\s+/g, " ").trim();
}"""


class Keyboard:
    """Tab, Enter, Space and arrows; nothing else."""

    def __init__(self, tenant: Tenant) -> None:
        self.page = tenant.page

    def press(self, key: str) -> None:
        """That key, wherever the focus is."""
        self.page.keyboard.press(key)

    def reach(self, name: str) -> None:
        """Tabs on until what has the focus is called so."""
        for _ in range(60):
            self.press("Tab")
            if name.lower() in self.page.evaluate(NAME).lower():
                return
        raise AssertionError(f"no Tab leads to {name!r} on {self.page.url}")

    def enter(self, name: str) -> None:
        """Goes there and presses Enter, which leads to another page."""
        self.reach(name)
        with self.page.expect_navigation(timeout=PATIENCE):
            self.press("Enter")

    def type(self, name: str, words: str) -> None:
        """Goes to that field and writes."""
        self.reach(name)
        self.page.keyboard.type(words)
