"""A tenant adds photos of the fault, by telephone, with and without JavaScript."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from portal.models import Repair
from tests.journeys.tenant import Tenant

Visit = Callable[..., Tenant]
DRAWN = "image => image.decode().then(() => image.naturalWidth)"


def draw() -> dict[str, Any]:
    """A file as a telephone would send it."""
    written = io.BytesIO()
    Image.new("RGB", (800, 600), (150, 90, 40)).save(written, "JPEG")
    return {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": written.getvalue()}


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_photos_of_a_fault_are_seen_beside_the_repair(visit: Visit, java_script_enabled: bool) -> None:
    amira = visit("amira", java_script_enabled=java_script_enabled)
    amira.begin()
    amira.page.get_by_label("Say it in your own words").fill("dripping tap")
    if not java_script_enabled:
        amira.press("Search")
    amira.button("Dripping tap").first.click()
    amira.say("It drips day and night.")
    amira.page.get_by_label("Choose a photo").set_input_files(draw())
    amira.press("Add this photo")
    amira.sees("Your photos")
    amira.page.get_by_label("Choose a photo").set_input_files(draw())
    amira.press("Continue")
    expect(amira.page.locator("h1")).to_have_text("Check your answers")
    amira.follow("Change photos")
    expect(amira.page.get_by_role("img", name="Photo 2")).to_be_visible()
    amira.press("Remove photo 2")
    expect(amira.page.get_by_role("img", name="Photo 2")).to_have_count(0)
    amira.press("Continue")
    amira.press("Report this repair")
    amira.sees("An adult must be at home")
    amira.go(f"/repairs/{Repair.objects.get(state='ordered').pk}/")
    photo = amira.page.get_by_role("img", name="Photo 1")
    expect(photo).to_be_visible()
    if java_script_enabled:
        photo.scroll_into_view_if_needed()
        assert photo.evaluate(DRAWN) == 800
        amira.can_use_the_page()


def test_the_page_of_photos_can_be_used_with_and_without_photos(visit: Visit) -> None:
    amira = visit("amira")
    amira.begin()
    amira.search("dripping tap", choose="Dripping tap")
    amira.say("It drips day and night.")
    amira.is_at("Add photos if you can")
    amira.press("Add this photo")
    amira.sees("There is a problem")
    amira.is_at("Add photos if you can")
    amira.page.get_by_label("Choose a photo").set_input_files(draw())
    amira.press("Add this photo")
    amira.sees("Your photos")
    amira.is_at("Add photos if you can")
