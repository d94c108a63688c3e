"""Who may tell us something, how much and how often; whoever may not leaves nothing behind."""

import hmac
import json
import time

import pytest
import time_machine

from booking.models import Hook
from booking.webhooks.inbound import doors, limits
from tests.booking.webhooks.inbound.conftest import PATH, SECRET

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGE = {"PrimaryOrderNumber": "TP-1"}


def sign(message, secret=SECRET):
    return hmac.new(secret.encode(), json.dumps(message).encode(), "sha256").hexdigest()


def test_who_proves_to_be_the_system_is_heard(door, send):
    assert send(MESSAGE).status_code == 202
    assert Hook.objects.get().numbers == ["TP-1"]


def test_an_address_without_its_slash_is_the_same_address(door, client):
    answer = client.post(
        f"/hooks/{PATH}", data="{}", content_type="application/json", headers={"X-Hook-Secret": SECRET}
    )
    assert answer.status_code == 202


@pytest.mark.parametrize("path", ["another-path-of-some-length", "x", PATH.upper(), f"{PATH}%00", "ü"])
def test_another_path_is_a_page_that_is_not_there(door, send, client, path):
    answer = send(MESSAGE, path=path)
    assert answer.status_code == 404
    assert answer.content == client.get("/no-such-page/").content
    assert not Hook.objects.exists()


def test_a_system_without_an_address_is_at_no_address(door, send):
    door(hook_path="")
    assert send(MESSAGE).status_code == 404
    assert send(MESSAGE, path="").status_code == 404
    assert doors.find("") is None


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + " ", SECRET[:-1], "ü" * 16])
def test_a_wrong_secret_leaves_nothing_but_a_count(door, send, secret):
    assert send(MESSAGE, secret=secret).status_code == 403
    assert not Hook.objects.exists()


def test_without_any_secret_nobody_is_let_in(door, send):
    door(hook_secrets=[])
    assert send(MESSAGE, secret="").status_code == 403
    door(hook_secrets=[""])
    assert send(MESSAGE, secret="").status_code == 403


def test_calls_that_prove_nothing_are_counted_in_the_log_without_flooding_it(door, send, caplog):
    for _ in range(9):
        send(MESSAGE, secret="wrong")
    said = [line for line in caplog.messages if "could not prove themselves" in line]
    assert [line.split()[0] for line in said] == ["1", "2", "4", "8"]


def test_while_secrets_are_changed_the_old_and_the_new_one_hold(door, send):
    door(hook_secrets=["the-old-secret-1", "the-new-secret-2", "a-third-one-too-many"])
    assert send(MESSAGE, secret="the-old-secret-1").status_code == 202
    assert send(MESSAGE, secret="the-new-secret-2").status_code == 202
    assert send(MESSAGE, secret="a-third-one-too-many").status_code == 403


@pytest.mark.parametrize("form", ["{}", "sha256={}"])
def test_a_signature_of_the_body_is_a_proof(door, send, form):
    door(hook_method="hmac", hook_header="X-Signature")
    good = {"X-Signature": form.format(sign(MESSAGE))}
    assert send(MESSAGE, headers=good).status_code == 202
    assert send(MESSAGE, headers={"X-Signature": form.format(sign(MESSAGE).upper())}).status_code == 202


def test_a_signature_of_another_body_or_with_another_secret_is_none(door, send):
    door(hook_method="hmac", hook_header="X-Signature")
    for signature in (sign({"other": 1}), sign(MESSAGE, "another-secret-1"), SECRET, "", "ü"):
        assert send(MESSAGE, headers={"X-Signature": signature}).status_code == 403
    assert not Hook.objects.exists()


def test_a_signature_may_be_made_with_either_secret(door, send):
    door(hook_method="hmac", hook_secrets=["the-old-secret-1", "the-new-secret-2"])
    for secret in ("the-old-secret-1", "the-new-secret-2"):
        assert send(MESSAGE, headers={"X-Hook-Secret": sign(MESSAGE, secret)}).status_code == 202


def test_a_message_of_64_kilobytes_is_taken_and_one_byte_more_is_not(door, send):
    assert send("x" * limits.BODY_BYTES).status_code == 202
    assert send("x" * (limits.BODY_BYTES + 1)).status_code == 413
    assert Hook.objects.count() == 1


def test_sixty_messages_a_minute_are_taken_and_the_next_is_told_when_to_come_back(door, send):
    with time_machine.travel(time.time() // 60 * 60 + 20, tick=False) as clock:
        assert {send({"n": n}).status_code for n in range(limits.A_MINUTE)} == {202}
        late = send({"n": "late"})
        assert (late.status_code, late["Retry-After"]) == (429, "40")
        clock.shift(40)
        assert send({"n": "later"}).status_code == 202
    assert Hook.objects.count() == limits.A_MINUTE + 1


def test_whoever_knows_the_path_alone_cannot_use_up_the_systems_calls(door, send):
    for _ in range(limits.A_MINUTE + 5):
        send(MESSAGE, secret="wrong")
    assert send(MESSAGE).status_code == 202


@pytest.mark.parametrize("method", ["get", "put", "delete", "options"])
def test_only_posting_says_anything(door, client, method):
    answer = getattr(client, method)(f"/hooks/{PATH}/", headers={"X-Hook-Secret": SECRET})
    assert answer.status_code == 405
    assert not Hook.objects.exists()


def test_no_session_begins(door, send):
    answer = send(MESSAGE)
    assert not answer.cookies
    assert answer.content == b""
