"""Photos: what a tenant's file becomes before we keep it, and when it may still be taken away."""

import io
import warnings

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from portal.models import Photo, Repair

MOST = 4
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
WIDEST = 1600
QUALITY = 80

NOT_A_PHOTO = "Choose a photo: a JPEG, PNG or WebP file"
TOO_HEAVY = "The photo must be smaller than 10 MB"
TOO_LARGE = "The photo must have 40 megapixels or fewer"
ENOUGH = f"You can add {MOST} photos"
TOO_LATE = "This repair has been reported: call us about more photos"
BOMB = (Image.DecompressionBombWarning, Image.DecompressionBombError)


class BadPhoto(Exception):
    """We cannot keep that file; the message says to the tenant why."""


def add(repair: Repair, upload: "UploadedFile[bytes]") -> Photo:
    """A clean copy of the photo, kept with the draft. Raises BadPhoto."""
    if (upload.size or 0) > MOST_BYTES:
        raise BadPhoto(TOO_HEAVY)
    jpeg = _write_anew(_open(upload))
    with transaction.atomic():
        held = Repair.objects.select_for_update().get(pk=repair.pk)
        if not held.is_draft:
            raise BadPhoto(TOO_LATE)
        if held.photos.count() >= MOST:
            raise BadPhoto(ENOUGH)
        return Photo.objects.create(repair=held, image=jpeg)


def remove(photo: Photo) -> None:
    """The tenant thought better of it; what has been reported stays."""
    Photo.objects.drafts().filter(pk=photo.pk).delete()


def _open(upload: "UploadedFile[bytes]") -> Image.Image:
    """The picture upright and small, whatever the file is called. Raises BadPhoto."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(upload, formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise BadPhoto(TOO_LARGE)
            # A palette has no colours in between; all others shrink first, which spares memory.
            image = image.convert("RGBA") if image.mode == "P" else image
            image.thumbnail((WIDEST, WIDEST))
            return ImageOps.exif_transpose(image).convert("RGBA")
    except BadPhoto:
        raise
    except BOMB as error:
        raise BadPhoto(TOO_LARGE) from error
    except Exception as error:  # a broken file breaks a decoder in ways that nobody has listed
        raise BadPhoto(NOT_A_PHOTO) from error


def _write_anew(picture: Image.Image) -> bytes:
    """A JPEG of nothing but the pixels: no place, no device, no comment comes along."""
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture, mask=picture)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
