"""Error pages: plain words and the number to call, whatever is broken."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory
from django.urls import path, reverse
from redis.exceptions import ConnectionError as RedisConnectionError

from portal import errors, urls
from portal.access import NoHome
from portal.models import Person

EMERGENCY = 'href="tel:08004960199"'


def raising(error):
    def view(request):
        raise error

    return view


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    *urls.urlpatterns,
    path("raises/database/", raising(OperationalError("10.0.0.5 refused"))),
    path("raises/cache/", raising(RedisConnectionError("10.0.0.5 refused"))),
    path("raises/connection/", raising(InterfaceError("closed"))),
    path("raises/home/", raising(NoHome())),
    path("raises/bug/", raising(ZeroDivisionError("secret detail"))),
    path("raises/suspicion/", raising(SuspiciousOperation("odd"))),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere/", 404),
        ("/raises/suspicion/", 400),
        ("/raises/bug/", 500),
        ("/raises/database/", 503),
        ("/raises/cache/", 503),
        ("/raises/connection/", 503),
    ],
)
def test_every_error_names_the_number_and_no_detail(visitor, address, status):
    answer = visitor.get(address)
    assert answer.status_code == status
    page = answer.content.decode()
    assert EMERGENCY in page
    assert "secret detail" not in page
    assert "10.0.0.5" not in page


def test_a_form_without_its_token_is_told_to_send_again(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"email": "a@b.example"})
    assert answer.status_code == 403
    assert EMERGENCY in answer.content.decode()
    assert b"Please send that again" in answer.content


def test_somebody_without_a_home_here_is_told_whom_to_call(visitor, db):
    visitor.force_login(Person.objects.create_user("left@tenants.example"))
    answer = visitor.get("/raises/home/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "We cannot find a home for you" in page
    assert "left@tenants.example" in page
    assert EMERGENCY in page


def test_words_that_could_not_be_kept_come_back_to_be_copied(visitor):
    posted = {
        "description": "The tap <b>drips</b> & drips",
        "csrfmiddlewaretoken": "to ken",
        "code": "123 456",
        "slot": "eyJ:signed:value",
        "texts": "yes",
    }
    answer = visitor.post("/raises/database/", posted)
    page = answer.content.decode()
    assert "The tap &lt;b&gt;drips&lt;/b&gt; &amp; drips</textarea>" in page
    assert not any(secret in page for secret in ("to ken", "123 456", "eyJ:signed:value"))
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Retry-After"]) > 0


def test_a_page_that_was_only_read_has_no_words_to_copy(visitor):
    assert b"<textarea" not in visitor.get("/raises/database/").content


def test_a_database_that_goes_away_while_the_session_is_saved_is_not_a_bug(visitor, db, monkeypatch):
    def gone(*_, **__):
        raise OperationalError("no connection")

    monkeypatch.setattr("django.contrib.sessions.backends.cached_db.SessionStore.save", gone)
    answer = visitor.post(reverse("account_login"), {"email": "nobody@tenants.example"})
    assert answer.status_code == 503


def test_an_error_page_needs_nothing_of_the_request():
    request = RequestFactory().get("/")
    del request.META["SERVER_NAME"]
    for handler, status in [(errors.bad_request, 400), (errors.not_found, 404), (errors.broken, 500)]:
        assert handler(request).status_code == status
