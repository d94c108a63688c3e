"""Every object that a person may see is loaded here, together with the permission; a foreign one is a 404."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache

from booking.models import Appointment
from portal.models import Person, Photo, Repair, Tenancy

View = Callable[..., HttpResponse]


class NoHome(Exception):
    """The person is signed in and is a tenant nowhere today."""


def signed_in(view: View) -> View:
    """For people who have signed in; the page is kept by no cache."""
    return never_cache(login_required(view))


def officers_only(view: View) -> View:
    """For housing officers; to everybody else the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not person(request).is_officer:
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def owner_only(view: View) -> View:
    """For the owner of the portal; to everybody else, superusers too, the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not getattr(request.user, "is_owner", False):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(guarded)


def person(request: HttpRequest) -> Person:
    """Who has signed in."""
    return cast(Person, request.user)


def tenancy(request: HttpRequest) -> Tenancy:
    """The person's home today. Raises NoHome."""
    current = Tenancy.objects.of(person(request)).current(timezone.localdate())
    found = current.select_related("home").order_by("-started").first()
    if found is None:
        raise NoHome
    return found


def repair(request: HttpRequest, pk: uuid.UUID | str) -> Repair:
    """A repair of the person's present household, joint tenants' included."""
    rows = Repair.objects.select_related("tenancy__home", "order", "code")
    homes = Tenancy.objects.of(person(request)).current(timezone.localdate())
    found = rows.filter(pk=pk, tenancy__in=homes).first()
    if found is None:
        tenancy(request)  # somebody without a home is told so
        raise Http404
    return found


def draft(request: HttpRequest, pk: uuid.UUID | str) -> Repair:
    """A repair that the person has not finished yet."""
    return own_draft(request, repair(request, pk))


def own_draft(request: HttpRequest, repair: Repair) -> Repair:
    """The same repair, if it is this person's draft: a joint tenant's is the joint tenant's own."""
    if not repair.is_draft or repair.reported_by_id != person(request).pk:
        raise Http404
    return repair


def appointment(repair: Repair, pk: object) -> Appointment:
    """A live appointment of that repair."""
    rows = Appointment.objects.live().select_related("order")
    return get_object_or_404(rows, pk=pk, order=repair.order_id)


def any_appointment(repair: Repair, pk: object) -> Appointment:
    """An appointment of that repair, also one that has moved or is off by now: its page may still be open."""
    return get_object_or_404(Appointment.objects.select_related("order"), pk=pk, order=repair.order_id)


def photo(repair: Repair, pk: object) -> Photo:
    """A photo of that repair."""
    return get_object_or_404(Photo, pk=pk, repair=repair)
