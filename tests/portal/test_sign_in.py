"""Signing in with a code by e-mail, and out again."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.models import Message, Person

ADDRESS = "amina@tenants.example"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def amina():
    return Person.objects.create_user(ADDRESS, name="Amina Hart")


def ask(client, address=ADDRESS, **query):
    return client.post(reverse("account_login", query=query or None), {"email": address})


def code():
    return re.search(r"^\d{6}$", Message.objects.latest("created_at").body, re.MULTILINE)[0]


def enter(client, typed, **query):
    address = reverse("account_confirm_login_code", query=query or None)
    return client.post(address, {"action": "verify", "code": typed})


def wrong(right):
    return f"{(int(right) + 1) % 1_000_000:06}"


def test_a_tenant_signs_in_with_the_code_and_comes_to_the_report(client, amina):
    ask(client)
    assert enter(client, code()).url == reverse("repair-new")
    assert client.session["_auth_user_id"] == str(amina.pk)


def test_capital_letters_in_the_address_and_spaces_in_the_code_do_not_matter(client, amina):
    ask(client, "Amina@Tenants.Example")
    right = code()
    assert enter(client, f" {right[:3]} {right[3:]} ").url == reverse("repair-new")


def test_an_officer_comes_to_the_reviews_and_an_admin_to_the_admin_site(client):
    Person.objects.create_user("officer@landlord.example", is_officer=True)
    Person.objects.create_superuser("admin@landlord.example")
    ask(client, "officer@landlord.example")
    assert enter(client, code()).url == reverse("officers")
    other = Client()
    ask(other, "admin@landlord.example")
    assert enter(other, code()).url == reverse("admin:index")


def test_after_signing_in_people_go_on_to_where_they_wanted(client, amina):
    answer = ask(client, next="/contact/")
    assert "next=%2Fcontact%2F" in answer.url
    assert enter(client, code(), next="/contact/").url == "/contact/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "http://testserver/", "evil.example"],
)
def test_nobody_is_sent_to_another_site(client, amina, elsewhere):
    ask(client, next=elsewhere)
    assert enter(client, code(), next=elsewhere).url == reverse("repair-new")


def test_an_unknown_address_gets_the_same_answer_and_a_letter_without_a_code(amina):
    pages = []
    for address in (ADDRESS, "nobody@tenants.example"):
        client = Client()
        first = ask(client, address)
        second = client.get(first.url)
        text = second.content.decode().replace(address, "")
        pages.append(
            (first.status_code, first.url, second.status_code, re.sub(r"(Token\W+|value=\")\w{64}", "", text))
        )
    assert pages[0] == pages[1]
    letter = Message.objects.get(to="nobody@tenants.example")
    assert "know nobody with this address" in letter.body
    assert not re.search(r"\d{6}\n", letter.body)


def test_an_unknown_address_cannot_sign_in_with_any_code(client):
    ask(client, "nobody@tenants.example")
    assert enter(client, "000000").status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_person_who_is_no_longer_active_is_unknown(client, amina):
    Person.objects.update(is_active=False)
    ask(client)
    assert "know nobody" in Message.objects.get().body


def test_nobody_who_is_closed_between_code_and_entry_gets_in(client, amina):
    ask(client)
    Person.objects.update(is_active=False)
    answer = enter(client, code())
    assert answer.url == reverse("account_inactive")
    assert b"You cannot sign in here" in client.get(answer.url).content
    assert "_auth_user_id" not in client.session


def test_after_three_wrong_codes_the_right_one_no_longer_works(client, amina):
    ask(client)
    right = code()
    for _ in range(2):
        assert b"That is not the code that we sent" in enter(client, wrong(right)).content
    assert enter(client, wrong(right)).url == reverse("account_request_login_code")
    enter(client, right)
    assert "_auth_user_id" not in client.session


def test_what_is_no_code_at_all_costs_no_try(client, amina):
    ask(client)
    for typed in ("", "12345", "abc", "1234567", "١٢٣٤٥٦"):
        assert b"Enter the 6-digit code from the e-mail" in enter(client, typed).content
    assert enter(client, code()).url == reverse("repair-new")


def test_a_code_older_than_five_minutes_leads_back_and_says_so(client, amina, time_machine):
    time_machine.move_to("2026-11-24 10:00Z", tick=False)
    ask(client)
    right = code()
    time_machine.move_to("2026-11-24 10:05:01Z", tick=False)
    answer = enter(client, right, next="/contact/")
    assert answer.url == reverse("account_request_login_code", query={"next": "/contact/"})
    assert b"That code was too old" in client.get(answer.url).content
    assert "_auth_user_id" not in client.session


def test_a_code_works_only_in_the_browser_that_asked_for_it(client, amina):
    ask(client)
    assert enter(Client(), code()).url == reverse("account_request_login_code")


def test_a_new_code_can_be_sent_and_the_earlier_one_ends(client, amina):
    ask(client)
    first = code()
    again = client.post(reverse("account_confirm_login_code"), {"action": "resend"}, follow=True)
    assert b"We have sent a new code" in again.content
    assert code() != first
    assert enter(client, first).status_code == 200
    assert enter(client, code()).url == reverse("repair-new")


def test_somebody_who_mistyped_can_start_again_with_another_address(client, amina):
    ask(client, "amnia@tenants.example")
    assert client.get(reverse("account_login")).url == reverse("account_confirm_login_code")
    client.post(reverse("account_logout"), {"next": reverse("account_login")})
    assert client.get(reverse("account_login")).status_code == 200


def test_codes_for_one_address_are_limited(client, amina):
    answers = [ask(Client()) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert b"Wait a few minutes before you ask for another code" in answers[-1].content
    assert Message.objects.count() == 3


def test_a_mail_server_or_a_broker_that_is_down_gives_no_error_page(client, amina, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert ask(client).status_code == 302


def test_a_very_long_address_is_told_so(client):
    answer = ask(client, f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example")
    assert answer.status_code == 200
    assert not Message.objects.exists()


def test_the_code_field_is_one_that_telephones_fill_in(client, amina):
    ask(client)
    page = client.get(reverse("account_confirm_login_code")).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert ADDRESS in page


def test_nobody_can_sign_up(client):
    assert client.get(reverse("account_signup")).url == reverse("account_login")
    assert client.post("/sign-in/new/", {"email": "new@tenants.example"}).status_code == 302
    assert not Person.objects.exists()


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/"])
def test_no_other_page_of_the_library_is_there(client, path):
    assert client.get(path).status_code == 404


def test_signing_out_asks_first_ends_the_session_and_clears_the_browser(client, amina):
    client.force_login(amina)
    assert b"Do you want to sign out?" in client.get(reverse("account_logout")).content
    old = client.cookies["session"].value
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert b"You have signed out" in client.get(answer.url).content
    client.cookies["session"] = old
    assert client.get(reverse("contact")).status_code == 302


def test_signing_in_changes_the_session_key(client, amina):
    ask(client)
    before = client.session.session_key
    enter(client, code())
    assert client.session.session_key != before


def test_the_admin_site_asks_for_a_code_and_no_password(client):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert b"password" not in answer.content


def test_a_tenant_is_refused_at_the_admin_site(client, amina):
    client.force_login(amina)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403
