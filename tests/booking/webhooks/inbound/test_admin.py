"""Admins see that a system called and what came of it, not what it wrote."""

import pytest
from django.contrib.auth import get_user_model

from booking.models import Hook

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin@riverside.example", name="Ada"))
    return client


@pytest.fixture
def hook():
    return Hook.objects.create(
        system="connect", digest="d" * 64, body='{"Name": "Amina Khan"}', numbers=["TP-1"], outcome="read"
    )


def test_calls_are_listed_and_found_by_order_number(admin, hook):
    listed = admin.get("/admin/booking/hook/?q=TP-1").content.decode()
    assert "its orders have been read" in listed
    assert "TP-1" in listed
    assert "its orders have been read</td>" not in admin.get("/admin/booking/hook/?q=TP-2").content.decode()


def test_what_was_written_is_not_shown_and_nothing_can_be_changed(admin, hook):
    page = admin.get(f"/admin/booking/hook/{hook.pk}/change/")
    assert page.status_code == 200
    assert "Amina Khan" not in page.content.decode()
    assert admin.post(f"/admin/booking/hook/{hook.pk}/change/", {"system": "x"}).status_code == 403
    assert admin.post(f"/admin/booking/hook/{hook.pk}/delete/", {"post": "yes"}).status_code == 403
    assert str(hook).startswith("connect ")
