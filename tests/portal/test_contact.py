"""Contact details: shown, checked, kept."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from booking.schedulers.base import Contact
from portal.accounts import details, phones
from portal.accounts.forms import ContactForm
from portal.models import ContactDetails, Person

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
FILLED = {
    "name": "Amina Hart",
    "mobile": "+44 7700 900123",
    "home_phone": "",
    "email": "amina@tenants.example",
    "texts": "yes",
}


@pytest.fixture
def amina(db):
    return Person.objects.create_user("amina@tenants.example", name="Amina Hart")


@pytest.fixture
def signed_in(client, amina):
    client.force_login(amina)
    return client


def errors(**changes):
    form = ContactForm({**FILLED, **changes})
    form.is_valid()
    return {field: list(found) for field, found in form.errors.items()}


def test_a_first_visit_shows_name_and_sign_in_address_and_guesses_nothing(signed_in):
    page = signed_in.get(reverse("contact"))
    assert b'value="Amina Hart"' in page.content
    assert b'value="amina@tenants.example"' in page.content
    assert b"checked" not in page.content


def test_what_was_confirmed_is_kept_with_the_moment_and_shown_again(signed_in, amina):
    begun = timezone.now()
    answer = signed_in.post(reverse("contact"), FILLED)
    assert answer.url == reverse("repairs")
    kept = ContactDetails.objects.get(person=amina)
    assert (kept.mobile, kept.texts) == ("07700 900123", True)
    assert begun <= kept.confirmed_at <= timezone.now()
    page = signed_in.get(reverse("contact")).content
    assert b'value="07700 900123"' in page
    assert b"checked" in page


def test_the_person_goes_on_to_where_they_came_from(signed_in):
    page = signed_in.get(reverse("contact"), {"next": "/repairs/new/"})
    assert b'name="next" value="/repairs/new/"' in page.content
    assert signed_in.post(reverse("contact"), {**FILLED, "next": "/repairs/new/"}).url == "/repairs/new/"


def test_and_never_to_another_site(signed_in):
    answer = signed_in.post(reverse("contact"), {**FILLED, "next": "https://evil.example/"})
    assert answer.url == reverse("repairs")


def test_nobody_confirms_without_signing_in(client, db):
    assert client.post(reverse("contact"), FILLED).status_code == 302
    assert not ContactDetails.objects.exists()


def test_confirming_again_changes_the_one_row(amina):
    details.confirm(amina, details=Contact(name="A"), now=NOW)
    details.confirm(amina, details=Contact(name="B", email="b@tenants.example"), now=NOW)
    assert details.known(amina) == Contact(name="B", email="b@tenants.example")
    assert ContactDetails.objects.count() == 1


def test_a_wrong_number_is_told_with_an_example_and_what_was_typed_stays(signed_in):
    page = signed_in.post(reverse("contact"), {**FILLED, "mobile": "12"}).content
    assert b"Enter a telephone number with its area code" in page
    assert b'value="12"' in page
    assert not ContactDetails.objects.exists()


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("07700900123", "07700 900123"),
        ("(01632) 960 123", "01632 960123"),
        ("0044 7700 900 123", "07700 900123"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89"),
    ],
)
def test_numbers_are_written_as_people_write_them(typed, tidy):
    assert phones.tidy(typed) == tidy


@pytest.mark.parametrize(
    "typed", ["0123", "496 0100", "999", "hello", "07700 900123 07700 900124", "+999 1234567"]
)
def test_what_nobody_could_call_is_no_number(typed):
    with pytest.raises(phones.NotANumber):
        phones.tidy(typed)


def test_text_messages_need_a_mobile_number():
    assert "Enter a mobile number" in errors(mobile="")["mobile"][0]
    assert "do not reach this landline" in errors(mobile="020 7946 0018")["mobile"][0]
    assert errors(mobile="020 7946 0018", texts="no") == {}


def test_there_must_be_a_way_to_reach_the_person():
    found = errors(mobile="", email="", texts="no")
    assert found == {"mobile": ["Enter a telephone number or an e-mail address, so that we can reach you"]}
    assert errors(mobile="", home_phone="01632 960123", email="", texts="no") == {}


def test_every_error_says_what_to_do():
    assert errors(name=" ")["name"] == ["Enter your full name"]
    assert errors(texts="")["texts"] == ["Select yes if you want text messages"]
    assert errors(email="amina")["email"] == [
        "Enter an e-mail address in the right format, such as name@example.com"
    ]


def test_nothing_longer_than_the_scheduling_system_takes():
    assert "name" in errors(name="x" * 65)
    assert "email" in errors(email=f"{'x' * 60}@a.example")
    assert "mobile" in errors(mobile="0" * 33)


def test_a_pasted_line_break_does_not_travel_on():
    form = ContactForm({**FILLED, "name": "Amina\r\n  Hart"})
    assert form.is_valid()
    assert form.details().name == "Amina Hart"
