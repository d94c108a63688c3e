"""What a tenant does with the portal, step by step, and what Connect saw of it."""

import re
from dataclasses import dataclass
from typing import Any

import requests
from django.core import mail
from playwright.sync_api import Page, expect


@dataclass
class Remote:
    """The sandbox's control address."""

    url: str

    def reset(self) -> None:
        """Empties it and forgets every fault."""
        requests.post(f"{self.url}/_control/reset", timeout=5).raise_for_status()
        self.heal()

    def heal(self) -> None:
        """Takes back every fault and lets stalled calls go."""
        requests.delete(f"{self.url}/_control/faults", timeout=5).raise_for_status()

    def fail(self, call: str, fault: str, **more: Any) -> None:
        """Makes that call fail in that way."""
        body = {"call": call, "fault": fault, **more}
        requests.post(f"{self.url}/_control/faults", json=body, timeout=5).raise_for_status()

    def state(self) -> dict[str, Any]:
        """Its orders and visits."""
        return requests.get(f"{self.url}/_control/state", timeout=5).json()

    def calls(self) -> list[str]:
        """Method and resource of each call in order, fetching tokens apart."""
        rows = requests.get(f"{self.url}/_control/ledger", timeout=5).json()
        return [row["call"] for row in rows if row["call"] != "POST token"]

    def act(self, **what: Any) -> None:
        """The landlord's staff change something in Connect."""
        requests.post(f"{self.url}/_control/staff", json=what, timeout=5).raise_for_status()


@dataclass
class Tenant:
    """A browser, and the person before it."""

    page: Page
    portal: str

    def go(self, path: str) -> None:
        """Opens an address of the portal."""
        self.page.goto(self.portal + path)

    def press(self, name: str) -> None:
        """Presses the button of that name."""
        self.page.get_by_role("button", name=name).click()

    def follow(self, name: str) -> None:
        """Follows the link that begins with that name."""
        self.page.get_by_role("link", name=re.compile(f"^\\s*{re.escape(name)}")).first.click()

    def pick(self, name: str) -> None:
        """Selects the radio of that name."""
        self.page.get_by_label(name, exact=True).check()

    def sees(self, text: str, *, timeout: float = 8000) -> None:
        """The main part of the page says so, by and by."""
        expect(self.page.locator("main")).to_contain_text(text, timeout=timeout)

    def sign_in(self, email: str) -> None:
        """By the code that the e-mail brings."""
        self.go("/sign-in/")
        self.page.get_by_label("e-mail", exact=False).first.fill(email)
        self.press("Send me a code")
        self.page.get_by_label("code", exact=False).first.fill(self.code(email))
        self.press("Sign in")
        self.page.wait_for_url("**/repairs/**")

    def code(self, email: str) -> str:
        """The newest code sent to that address."""
        letter = self.letter(email, containing="code")
        found = re.search(r"\b(\d{6})\b", letter)
        assert found, letter
        return found[1]

    def letter(self, email: str, *, containing: str) -> str:
        """The newest e-mail to that address with that text, as soon as it has arrived."""
        for _ in range(100):
            for message in reversed(mail.outbox):
                if email in message.to and containing in f"{message.subject}\n{message.body}":
                    return f"{message.subject}\n{message.body}"
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no e-mail to {email} with {containing!r}")

    def begin(self, email: str = "amira@riverside.example") -> None:
        """Signs in, starts a report and confirms the contact details."""
        self.sign_in(email)
        self.go("/repairs/new/")
        self.press("Start")
        self.page.locator("input[name=texts]").first.check()
        self.press("These are right: continue")

    def report_tap(self) -> None:
        """A dripping tap, from the search to the grid."""
        self.page.get_by_label("Say it in your own words").fill("dripping tap")
        self.page.get_by_role("button", name=re.compile("[Dd]rip")).first.click()
        self.describe()

    def describe(self, words: str = "It drips day and night.") -> None:
        """Answers what the leaf asks, describes the fault and reports it."""
        for _ in range(3):
            if self.page.get_by_role("button", name="It is still broken: continue").count():
                self.press("It is still broken: continue")
            elif self.page.get_by_label("No", exact=True).count():
                self.pick("No")
                self.press("Continue")
        self.page.get_by_label("What should we know about it?").fill(words)
        self.press("Continue")
        self.page.get_by_role("button", name=re.compile("^Report this repair")).click()

    def choose_time(self, number: int = 0) -> str:
        """Picks a time of the grid and answers its accessible name."""
        radio = self.page.locator("input[name=slot]").nth(number)
        radio.wait_for(state="attached")
        label = self.page.locator(f"label[for={radio.get_attribute('id')}]").inner_text()
        radio.check(force=True)
        self.press("Continue")
        return label
