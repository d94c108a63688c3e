"""A browser and the person before it: what they do with the portal, step by step."""

import datetime as dt
import re
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from portal.models import Person

AXE = Axe()
PATIENCE = 15_000
"""Milliseconds: the machine may be busy."""


@dataclass
class Tenant:
    """One person at one browser."""

    page: Page
    portal: str

    # --- what anybody does ---

    def go(self, path: str) -> None:
        """Opens an address of the portal."""
        self.page.goto(self.portal + path)

    def press(self, name: str) -> None:
        """Presses the button of that name."""
        self.button(name).click()

    def button(self, name: str) -> Locator:
        """The button that begins with that name."""
        return self.page.locator("main").get_by_role("button", name=re.compile(f"^\\s*{re.escape(name)}"))

    def follow(self, name: str) -> None:
        """Follows the first link that begins with that name."""
        self.page.get_by_role("link", name=re.compile(f"^\\s*{re.escape(name)}")).first.click()

    def press_if_still_there(self, name: str) -> None:
        """Presses a button that the browser may or may not have kept."""
        self.page.wait_for_load_state()
        if self.button(name).count():
            with self.page.expect_navigation():
                self.press(name)

    def gets_no_scripts(self) -> None:
        """The browser takes scripts and none arrives, so that it shows nothing that is for people without."""
        self.page.context.route("**/*.js", lambda route: route.abort())

    def in_another_tab(self) -> "Tenant":
        """The same person in the same browser."""
        return Tenant(self.page.context.new_page(), self.portal)

    def pick(self, name: str) -> None:
        """Selects the radio of that name."""
        self.page.get_by_label(name, exact=True).check()

    def sees(self, text: str) -> None:
        """The main part of the page says so, by and by."""
        expect(self.page.locator("main")).to_contain_text(text, timeout=PATIENCE)

    def looks_again_until(self, text: str, *, by: str = "Nothing new yet? Look again") -> None:
        """Follows the link of a page that waits, which no script brings further, until it says so."""
        wanted = self.page.locator("main").get_by_text(text)
        link = self.page.get_by_role("link", name=by)
        for _ in range(200):
            expect(wanted.or_(link).first).to_be_visible(timeout=PATIENCE)
            if wanted.count():
                return
            with self.page.expect_navigation():
                link.click()
        raise AssertionError(f"looked again and again for {text!r}")

    def does_not_see(self, text: str) -> None:
        """The page says no such thing."""
        expect(self.page.locator("body")).not_to_contain_text(text)

    def is_at(self, heading: str) -> None:
        """The page of that heading is here, and anybody could use it."""
        expect(self.page.locator("h1")).to_have_text(heading, timeout=PATIENCE)
        self.can_use_the_page()

    def can_use_the_page(self) -> None:
        """One heading, a title, nothing cut off at the side, and nothing that axe objects to."""
        expect(self.page.locator("h1")).to_have_count(1)
        assert self.page.title().strip(" –") != settings.LANDLORD_NAME
        width = self.page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= self.page.viewport_size["width"], self.page.url
        found = AXE.run(self.page).response["violations"]
        assert found == [], f"{self.page.url}: {found}"

    # --- signing in ---

    def is_signed_in(self, email: str) -> None:
        """Without the way there, where that is not the story."""
        client = Client()
        client.force_login(Person.objects.get(email=email))
        name = settings.SESSION_COOKIE_NAME
        self.page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": self.portal}]
        )

    def sign_in(self, email: str) -> None:
        """By the code that the e-mail brings."""
        self.page.get_by_label("e-mail").fill(email)
        self.press("Send me a code")
        self.page.get_by_label("code").fill(self.code(email))
        self.press("Sign in")

    def code(self, email: str) -> str:
        """The newest code sent to that address."""
        found = re.search(r"\b(\d{6})\b", self.letter(email, "code"))
        assert found
        return found[1]

    def letter(self, email: str, containing: str) -> str:
        """The newest e-mail to that address with that text, as soon as it has arrived."""
        for _ in range(150):
            for message in reversed(mail.outbox):
                text = f"{message.subject}\n{message.body}"
                if email in message.to and containing in text:
                    return text
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no e-mail to {email} with {containing!r}: {[m.subject for m in mail.outbox]}")

    # --- reporting ---

    def begin(self) -> None:
        """Starts a report and confirms the contact details."""
        self.go("/repairs/new/")
        self.press("Start")
        self.confirm_details()

    def confirm_details(self) -> None:
        """The contact details are right, and text messages are welcome."""
        self.page.get_by_label("Yes").check()
        self.press("These are right: continue")

    def search(self, words: str, *, choose: str) -> None:
        """Finds the fault in the tenant's own words."""
        self.page.get_by_label("Say it in your own words").fill(words)
        self.button(choose).first.click()

    def describe(self, words: str = "It drips day and night.") -> None:
        """From the choice of a fault to the page with all answers, without photos."""
        self.say(words)
        self.press("Continue without photos")
        expect(self.page.locator("h1")).to_have_text("Check your answers")

    def say(self, words: str) -> None:
        """From the choice of a fault to the photos, past what might have helped at once."""
        self.page.wait_for_url(re.compile("/try-this-first/|/describe/"))
        if "/try-this-first/" in self.page.url:
            self.press("It is still broken: continue")
        self.page.get_by_label("What should we know about it?").fill(words)
        self.press("Continue")
        expect(self.page.locator("h1")).to_have_text("Add photos if you can")

    def answer_tap(self) -> None:
        """A dripping tap, from the search to the page with all answers."""
        self.search("dripping tap", choose="Dripping tap")
        self.describe()

    def report_tap(self) -> None:
        """A dripping tap, from the first question to the times."""
        self.begin()
        self.answer_tap()
        self.press("Report this repair")

    def times(self, *, days: int = 0) -> Locator:
        """The times on offer from that many days ahead on, shown if they were folded away."""
        expect(self.page.locator("input[name=slot]").first).to_be_attached(timeout=PATIENCE)
        later = self.page.locator("details.slots__more")
        if days and later.count():
            later.evaluate("element => { element.open = true }")
        since = (dt.date.today() + dt.timedelta(days=days)).isoformat()  # noqa: DTZ011 - the portal's own day
        heads = self.page.locator("h2.slots__date").evaluate_all("heads => heads.map(head => head.id)")
        day = next(head for head in heads if head >= f"day-{since}")
        return self.page.locator(f"section[aria-labelledby={day}] input[name=slot]")

    def choose_time(self, *, days: int = 0) -> str:
        """Picks the first time that many days ahead or later, and answers how it is called."""
        radio = self.times(days=days).first
        radio.check()
        label = self.page.locator(f"label[for={radio.get_attribute('id')}]")
        name = " ".join(label.inner_text().split())
        self.press("Continue")
        return name

    def book(self, *, days: int = 0) -> str:
        """Picks a time, confirms it and waits until it is booked; answers how the time is called."""
        name = self.choose_time(days=days)
        self.press("Book this appointment")
        self.sees("Your appointment is booked")
        return name

    def reference(self) -> str:
        """The order number that the page shows."""
        found = re.search(r"TP-\w{5}-\w{5}", self.page.locator("main").inner_text())
        assert found
        return found[0]
