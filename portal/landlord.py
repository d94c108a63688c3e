"""Who the landlord is: name, numbers and colour for every template, and the stylesheet with the colour."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

GAS_PHONE = "0800 111 999"
DEFAULT_COLOUR = "#0b5d5e"
LEAST_CONTRAST = 4.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Landlord:
    """What a page may say about the landlord."""

    name: str
    phone: str
    emergency_phone: str
    gas_phone: str
    colour: str
    """#rrggbb, readable under white text."""

    @property
    def recoloured(self) -> bool:
        """The stylesheet needs theme.css beside it."""
        return self.colour != DEFAULT_COLOUR

    @property
    def colour_key(self) -> str:
        """The colour as a part of an address."""
        return self.colour.removeprefix("#")


def current() -> Landlord:
    """The landlord of this installation; a colour that cannot be read gives way to ours."""
    colour = settings.LANDLORD_COLOUR.lower()
    return Landlord(
        name=settings.LANDLORD_NAME,
        phone=settings.LANDLORD_PHONE,
        emergency_phone=settings.LANDLORD_EMERGENCY_PHONE,
        gas_phone=GAS_PHONE,
        colour=colour if complain(colour) is None else DEFAULT_COLOUR,
    )


def landlord(request: HttpRequest) -> dict[str, Landlord]:
    """Context processor: `landlord` in every template."""
    return {"landlord": current()}


@cache_control(public=True, max_age=86_400)
def theme(request: HttpRequest) -> HttpResponse:
    """theme.css: the landlord's colour and three shades of it."""
    red_green_blue = _channels(current().colour)
    shades = {
        "brand": red_green_blue,
        "brand-dark": _mix(red_green_blue, with_channel=0, share=0.35),
        "brand-tint": _mix(red_green_blue, with_channel=255, share=0.91),
        "brand-line": _mix(red_green_blue, with_channel=255, share=0.7),
    }
    lines = "".join(f"--{name}:#{r:02x}{g:02x}{b:02x};" for name, (r, g, b) in shades.items())
    return HttpResponse(f":root{{{lines}}}\n", content_type="text/css; charset=utf-8")


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mix(colour: tuple[int, int, int], *, with_channel: int, share: float) -> tuple[int, int, int]:
    red, green, blue = (round(channel + (with_channel - channel) * share) for channel in colour)
    return red, green, blue


def _contrast_on_white(colour: str) -> float:
    # The definition of WCAG 2.2, 1 to 21.
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def complain(colour: str) -> str | None:
    """What is wrong with a landlord's colour, or None."""
    if not re.fullmatch(r"#[0-9a-f]{6}", colour.lower()):
        return f"LANDLORD_COLOUR is {colour!r}; write # and six hexadecimal digits, such as {DEFAULT_COLOUR}."
    ratio = _contrast_on_white(colour)
    if ratio < LEAST_CONTRAST:
        return (
            f"LANDLORD_COLOUR {colour} has a contrast of {ratio:.2f} with white; "
            f"set a darker one, of at least {LEAST_CONTRAST}."
        )
    return None


def check_colour(**kwargs: Any) -> list[CheckMessage]:
    """portal.E101: the landlord's colour can be read under white text."""
    complaint = complain(settings.LANDLORD_COLOUR)
    return [Error(complaint, id="portal.E101")] if complaint else []


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
