"""Photos: only pixels are kept, only photos are taken, and only the right people see them."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image, PngImagePlugin

from diagnosis import tree
from portal.demo import people
from portal.models import Person, Photo, Repair, Tenancy
from portal.repairs import photos, reports
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db
RED, BLUE = (200, 20, 20), (20, 20, 200)
ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


@pytest.fixture
def tenant() -> Person:
    call_command("load_tree", verbosity=0)
    people.seed()
    return Person.objects.get(email="amira@riverside.example")


@pytest.fixture
def draft(tenant: Person) -> Repair:
    repair = reports.start(Tenancy.objects.of(tenant).current(timezone.localdate()).get(), by=tenant)
    reports.choose(repair, tree.leaf("dripping-tap"))
    reports.describe(repair, description="It drips.", access="")
    repair.answers = {"known": "no", "danger": "no", "try_first": "still broken"}
    repair.save()
    details = tenant.contact_details
    details.confirmed_at = timezone.now()
    details.save()
    return repair


@pytest.fixture
def amira(client: Client, tenant: Person) -> Client:
    client.force_login(tenant)
    return client


def paint(*, kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    written = io.BytesIO()
    image.convert(mode).save(written, kind, **more)
    return written.getvalue()


def pack(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def read(photo: Photo) -> Image.Image:
    return Image.open(io.BytesIO(bytes(photo.image)))


def declare(width: int, height: int) -> bytes:
    """A tiny PNG that says it is huge."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def near(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def test_neither_place_nor_device_nor_comment_is_kept(draft: Repair) -> None:
    exif = Image.Exif()
    exif[MAKE] = "Telephone Works"
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 0.0)})
    content = paint(exif=exif, comment=b"taken at home")
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(GPS)
    photo = photos.add(draft, pack(content))
    assert dict(read(photo).getexif()) == {}
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(read(photo).info)
    for secret in (b"Telephone Works", b"taken at home", b"Exif"):
        assert secret not in photo.image


def test_words_inside_a_png_are_not_kept(draft: Repair) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "taken at home")
    assert b"taken at home" not in photos.add(draft, pack(paint(kind="PNG", pnginfo=words))).image


def test_a_photo_is_turned_upright(draft: Repair) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the telephone was held upright: a quarter turn to the right
    kept = read(photos.add(draft, pack(paint(exif=exif))))
    assert kept.size == (40, 60)
    assert near(kept.getpixel((20, 5)), RED)
    assert near(kept.getpixel((20, 55)), BLUE)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")],
)
def test_each_kind_of_photo_becomes_a_jpeg_whatever_its_name(draft: Repair, kind: str, mode: str) -> None:
    kept = read(photos.add(draft, pack(paint(kind=kind, mode=mode), "leak.txt")))
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (60, 40))


def test_what_is_transparent_becomes_white(draft: Repair) -> None:
    written = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(written, "PNG")
    assert near(read(photos.add(draft, pack(written.getvalue()))).getpixel((4, 4)), (255, 255, 255))


def test_a_large_photo_becomes_smaller(draft: Repair) -> None:
    assert read(photos.add(draft, pack(paint(size=(3200, 2400))))).size == (1600, 1200)


REFUSED = {
    "text": (b"It drips.", photos.NOT_A_PHOTO),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', photos.NOT_A_PHOTO),
    "truncated": (paint(size=(400, 400))[:2000], photos.NOT_A_PHOTO),
    "another kind": (paint(kind="GIF"), photos.NOT_A_PHOTO),
    "41 megapixels": (declare(8200, 5000), photos.TOO_LARGE),
    "a warning's worth of pixels": (declare(12000, 10000), photos.TOO_LARGE),
    "a bomb": (declare(60000, 60000), photos.TOO_LARGE),
    "heavy": (paint() + b"\0" * photos.MOST_BYTES, photos.TOO_HEAVY),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_of_ours_is_refused_in_plain_words(amira: Client, draft: Repair, name: str) -> None:
    content, said = REFUSED[name]
    photos.add(draft, pack(paint()))
    answer = amira.post(f"/repairs/{draft.pk}/photos/", {"photo": pack(content)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count(said) == 2  # in the summary and at the field
    assert "There is a problem" in page
    assert draft.photos.count() == 1
    assert str(draft.photos.get().pk) in page


def test_nothing_chosen_is_said(amira: Client, draft: Repair) -> None:
    assert photos.NOT_A_PHOTO in amira.post(f"/repairs/{draft.pk}/photos/").content.decode()


def test_a_fifth_photo_is_refused(amira: Client, draft: Repair) -> None:
    for _ in range(photos.MOST):
        amira.post(f"/repairs/{draft.pk}/photos/", {"photo": pack(paint())})
    assert b'type="file"' not in amira.get(f"/repairs/{draft.pk}/photos/").content
    answer = amira.post(f"/repairs/{draft.pk}/photos/", {"photo": pack(paint())})
    assert photos.ENOUGH in answer.content.decode()
    assert draft.photos.count() == photos.MOST


def test_describe_leads_to_photos_and_photos_to_the_answers(amira: Client, draft: Repair) -> None:
    words = {"description": "It drips.", "access": ""}
    assert amira.post(f"/repairs/{draft.pk}/describe/", words).url == f"/repairs/{draft.pk}/photos/"
    answer = amira.post(f"/repairs/{draft.pk}/photos/", {"continue": "yes"})
    assert answer.url == f"/repairs/{draft.pk}/check/"


def test_a_chosen_file_is_kept_when_the_tenant_goes_on_at_once(amira: Client, draft: Repair) -> None:
    answer = amira.post(f"/repairs/{draft.pk}/photos/", {"photo": pack(paint()), "continue": "yes"})
    assert answer.url == f"/repairs/{draft.pk}/check/"
    assert draft.photos.count() == 1


def test_a_draft_without_answers_is_asked_for_them_first(amira: Client, draft: Repair) -> None:
    Repair.objects.update(description="")
    assert amira.get(f"/repairs/{draft.pk}/photos/").url == f"/repairs/{draft.pk}/describe/"


def test_a_photo_is_removed(amira: Client, draft: Repair) -> None:
    photo = photos.add(draft, pack(paint()))
    amira.post(f"/repairs/{draft.pk}/photos/{photo.pk}/remove/")
    assert draft.photos.count() == 0


def test_the_picture_is_served_as_a_picture_and_kept_by_nobody(amira: Client, draft: Repair) -> None:
    photo = photos.add(draft, pack(paint()))
    answer = amira.get(f"/repairs/{draft.pk}/photos/{photo.pk}/")
    assert answer.content == bytes(photo.image)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_to_strangers_a_photo_does_not_exist(draft: Repair) -> None:
    photo = photos.add(draft, pack(paint()))
    stranger = Client()
    stranger.force_login(Person.objects.get(email="margaret@riverside.example"))
    assert stranger.get(f"/repairs/{draft.pk}/photos/{photo.pk}/").status_code == 404
    assert stranger.post(f"/repairs/{draft.pk}/photos/{photo.pk}/remove/").status_code == 404
    assert stranger.get(f"/officers/photos/{photo.pk}/").status_code == 404
    assert Client().get(f"/repairs/{draft.pk}/photos/{photo.pk}/").status_code == 302
    assert draft.photos.count() == 1


def test_a_photo_is_found_below_its_own_repair_alone(amira: Client, draft: Repair, tenant: Person) -> None:
    other = Repair.objects.create(tenancy=draft.tenancy, reported_by=tenant, state="requested")
    photo = photos.add(draft, pack(paint()))
    assert amira.get(f"/repairs/{other.pk}/photos/{photo.pk}/").status_code == 404


def test_a_drafts_photo_is_not_for_the_rest_of_the_household(draft: Repair) -> None:
    photo = photos.add(draft, pack(paint()))
    daniel = Person.objects.get(email="daniel@riverside.example")
    draft.tenancy.people.add(daniel)
    Tenancy.objects.exclude(pk=draft.tenancy_id).filter(people=daniel).delete()
    joint = Client()
    joint.force_login(daniel)
    assert joint.get(f"/repairs/{draft.pk}/photos/{photo.pk}/").status_code == 404
    reports.report(draft, by=draft.reported_by)
    assert joint.get(f"/repairs/{draft.pk}/photos/{photo.pk}/").status_code == 200


def test_what_has_been_reported_stays_as_it_is(amira: Client, draft: Repair) -> None:
    photo = photos.add(draft, pack(paint()))
    reports.report(draft, by=draft.reported_by)
    assert amira.get(f"/repairs/{draft.pk}/photos/").status_code == 404
    assert amira.post(f"/repairs/{draft.pk}/photos/", {"photo": pack(paint())}).status_code == 404
    assert amira.post(f"/repairs/{draft.pk}/photos/{photo.pk}/remove/").status_code == 404
    photos.remove(photo)
    with pytest.raises(photos.BadPhoto, match="has been reported"):
        photos.add(draft, pack(paint()))
    assert draft.photos.count() == 1


def test_an_officer_sees_the_photos_of_what_has_been_reported(draft: Repair) -> None:
    photo = photos.add(draft, pack(paint()))
    officer = Client()
    officer.force_login(cast.add_officer("olive@riverside.example"))
    address = f"/officers/photos/{photo.pk}/"
    assert officer.get(address).status_code == 404
    repair = reports.report(draft, by=draft.reported_by)
    assert officer.get(address).content == bytes(photo.image)
    page = officer.get("/officers/", {"home": repair.tenancy.home.reference}).content.decode()
    assert f'src="{address}"' in page


def test_an_officer_sees_the_photos_of_what_the_team_has_to_plan(draft: Repair) -> None:
    photo = photos.add(draft, pack(paint()))
    reports.request(draft, description="Something odd", by=draft.reported_by)
    officer = Client()
    officer.force_login(cast.add_officer("olive@riverside.example"))
    for page in ("/officers/waiting/", f"/officers/?home={draft.tenancy.home.reference}"):
        assert f'src="/officers/photos/{photo.pk}/"' in officer.get(page).content.decode()


def test_a_list_of_photos_does_not_load_them(draft: Repair) -> None:
    photos.add(draft, pack(paint()))
    assert "image" in draft.photos.listed().get().get_deferred_fields()


def test_a_discarded_draft_takes_its_photos_along(draft: Repair) -> None:
    photos.add(draft, pack(paint()))
    reports.discard(draft)
    assert Photo.objects.count() == 0


def test_the_page_says_how_many_as_the_rule_does() -> None:
    page = Path(__file__).parents[2] / "templates/repairs/photos.html"
    assert f"up to {photos.MOST}" in page.read_text()
