"""The wire: to the address that was checked and no other, under its own name, briefly, and no further."""

import ssl

import pytest

from booking.webhooks.outbound import wire
from tests.booking.webhooks.outbound import receiver as machines
from tests.booking.webhooks.outbound.receiver import Receiver


class Rebinding:
    """A name service that gives another address at each question."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return [self.answers.pop(0)]


@pytest.fixture
def loopback(settings) -> None:
    settings.WEBHOOK_LOOPBACK = True


@pytest.fixture
def secure() -> Receiver:
    with machines.running(tls=True) as started:
        yield started


def trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=machines.CERTIFICATE)


def post(url: str, **more: object) -> wire.Answer:
    return wire.post(url, body=b"{}", headers={"webhook-id": "evt_1"}, **more)


@pytest.fixture
def named(secure, settings, monkeypatch) -> str:
    """A name on the public internet that leads to the receiver's port."""
    settings.WEBHOOK_LOOPBACK = True
    monkeypatch.setattr("booking.webhooks.outbound.addresses.PORTS", {secure.port})
    return f"https://hooks.example:{secure.port}/in"


def test_the_name_is_asked_once_and_the_checked_address_is_connected_to(named, secure):
    service = Rebinding("127.0.0.1", "169.254.169.254")
    answer = post(named, resolver=service, trust=trust())
    assert (answer.status, answer.error) == (204, "")
    assert service.asked == ["hooks.example"]


def test_the_receiver_sees_its_own_name_in_tls_and_in_the_request(named, secure):
    post(named, resolver=Rebinding("127.0.0.1"), trust=trust())
    assert secure.names == ["hooks.example"]
    assert secure.got[0].headers["host"] == f"hooks.example:{secure.port}"


def test_a_name_that_has_come_to_lead_inside_is_not_connected_to(named, secure, settings):
    settings.WEBHOOK_LOOPBACK = False
    assert post(named, resolver=Rebinding("127.0.0.1"), trust=trust()).error == "address"
    assert (secure.names, secure.got) == ([], [])


def test_a_certificate_of_somebody_else_ends_the_matter(named, secure):
    assert post(named, resolver=Rebinding("127.0.0.1")).error == "certificate"
    other = named.replace("hooks.example", "other.example")
    assert post(other, resolver=Rebinding("127.0.0.1"), trust=trust()).error == "certificate"
    assert secure.got == []


def test_proxies_of_the_environment_are_not_asked(loopback, receiver, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert post(receiver.url).status == 204


def test_an_answer_is_kept_to_its_first_words(loopback, receiver):
    receiver.answer(200, body=b"\xff" + b"x" * 5000)
    said = post(receiver.url).said
    assert (len(said), said[0]) == (500, "\N{REPLACEMENT CHARACTER}")


def test_a_receiver_that_drips_is_cut_off(loopback, monkeypatch):
    monkeypatch.setattr(wire, "TOTAL_SECONDS", 0.3)
    with machines.dripping() as port:
        answer = post(f"http://127.0.0.1:{port}/")
    assert answer.error == "timeout"
    assert answer.milliseconds < 3000


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://[::1]:9/"])
def test_nobody_there_is_said_so(loopback, url):
    assert post(url).error == "connection"


def test_a_name_that_leads_nowhere_is_said_so():
    assert post("https://hooks.example.com/", resolver=lambda *_: []).error == "name"


def test_an_address_that_we_would_not_take_is_not_sent_to_either():
    assert post("http://127.0.0.1:9/").error == "address"
