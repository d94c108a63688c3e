"""The words of each notice: a plain text template whose first line is the subject."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.urls import reverse

from portal import landlord


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says."""

    subject: str
    body: str


def compose(notice: str, **facts: Any) -> Words:
    """The notice of that name with these facts."""
    template = Engine.get_default().get_template(f"notices/{notice}.txt")
    # Plain text: what a person wrote goes out as they wrote it.
    text = template.render(Context({"landlord": landlord.current(), **facts}, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return Words(subject.strip(), re.sub(r"\n{3,}", "\n\n", body.strip()))


def link(page: str, *args: object) -> str:
    """The whole address of a page, for an e-mail."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(page, args=args)}"
