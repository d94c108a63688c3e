"""Texts from outside as they can be kept: PostgreSQL takes neither NUL nor half a letter."""

import re

_UNFIT = re.compile("[\x00\ud800-\udfff]")


def plain(text: str) -> str:
    """The text, with U+FFFD for whatever no database would take."""
    return text if text.isascii() and "\x00" not in text else _UNFIT.sub("\ufffd", text)
