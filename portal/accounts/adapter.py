"""What we do otherwise than allauth: nobody signs up, and every e-mail leaves through the worker."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

from portal.accounts import paths
from portal.models import Person
from portal.notices import letters


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by a code; the landlord, not the person, decides who has an account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That is not the code that we sent. Look in the newest e-mail from us",
        "too_many_login_attempts": "Wait a few minutes before you ask for another code, or call us",
        "rate_limited": "Wait a few minutes before you ask for another code, or call us",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts come from the landlord's own records."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path on this site."""
        return paths.is_ours(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Each to where their work is."""
        person = request.user
        if isinstance(person, Person) and person.is_officer:
            return resolve_url("officers")
        if isinstance(person, Person) and person.is_staff:
            return resolve_url("admin:index")
        if isinstance(person, Person) and person.is_owner:
            return resolve_url("owner")
        return resolve_url("repair-new")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leaves the e-mail to the worker: a mail server that is down is no reason for an error page."""
        facts = {"email": email, **context}
        subject, body = (
            render_to_string(f"{template_prefix}_{part}.txt", facts, allauth_context.request)
            for part in ("subject", "message")
        )
        letters.write(key=f"{letters.SECRET}{uuid.uuid4()}", to=email, subject=subject, body=body)
