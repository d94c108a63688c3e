"""The tree's repair codes beside the scheduling system's: what differs, and what a code costs, for admins."""

import datetime as dt
import re
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from booking import catalogue
from booking.models import Reading
from booking.schedulers.abilities import JobCode
from booking.schedulers.base import SchedulerError
from diagnosis.models import RepairCode


@dataclass(frozen=True, slots=True)
class Line:
    """One leaf of the tree and its code as the system has it."""

    leaf: RepairCode
    reading: Reading | None

    @property
    def there(self) -> JobCode | None:
        """The system's code, where it has been read and exists."""
        return catalogue.load_code(self.reading) if self.reading else None

    @property
    def problem(self) -> str:
        """What differs, in words; empty where nothing does or nothing is known."""
        if self.reading is None or not self.reading.answered:
            return ""
        if self.there is None:
            return "Connect has no such code"
        if self.there.trade and self.there.trade.casefold() != self.leaf.trade.casefold():
            return f"Connect plans it for {self.there.trade}, the tree for {self.leaf.trade}"
        if not _alike(self.there.description, f"{self.leaf.full_title} {self.leaf.keywords}"):
            return "Connect describes it in quite other words"
        return ""

    @property
    def read_at(self) -> dt.datetime | None:
        """When Connect was asked last."""
        return self.reading.read_at if self.reading else None


def compare(request: HttpRequest) -> HttpResponse:
    """Every code of the tree beside Connect's; POST has the worker read them all again."""
    _require_admin(request)
    leaves = list(
        RepairCode.objects.exclude(code="").select_related("sub_area__category").order_by("code", "pk")
    )
    if request.method == "POST":
        catalogue.fetch_codes(leaf.code for leaf in leaves)
        messages.info(request, "Connect is being asked. Look again in a minute.")
        return redirect("admin-codes")
    known = catalogue.known_codes({leaf.code for leaf in leaves})
    lines = [Line(leaf, known.get(leaf.code)) for leaf in leaves]
    context = {
        **admin.site.each_context(request),
        "title": "Repair codes beside Connect’s",
        "lines": lines,
        "different": [line for line in lines if line.problem],
        "unread": sum(line.read_at is None for line in lines),
        "oldest": min((line.read_at for line in lines if line.read_at), default=None),
    }
    return render(request, "admin/codes.html", context)


def price(request: HttpRequest, pk: int) -> HttpResponse:
    """What one leaf's code is and costs in Connect; POST asks now."""
    _require_admin(request)
    leaf = get_object_or_404(RepairCode.objects.exclude(code=""), pk=pk)
    if request.method == "POST":
        return _ask(request, leaf)
    reading = catalogue.known_price(leaf.code)
    context = {
        **admin.site.each_context(request),
        "title": f"{leaf.code} in Connect",
        "leaf": leaf,
        "line": Line(leaf, catalogue.known_codes([leaf.code]).get(leaf.code)),
        "price": catalogue.load_price(reading),
        "priced_at": reading.read_at,
    }
    return render(request, "admin/code.html", context)


def _alike(one: str, other: str) -> bool:
    """They share a word that means something, or one of them says nothing."""
    said, known = (set(re.findall(r"[a-z]{4,}", text.lower())) for text in (one, other))
    # The beginning decides, so that "leaking" is a "leak".
    return not said or any(word[:4] in {each[:4] for each in known} for word in said)


def _ask(request: HttpRequest, leaf: RepairCode) -> HttpResponse:
    try:
        catalogue.read_codes([leaf.code])
        reading = catalogue.read_price(leaf.code)
    except SchedulerError as error:
        messages.error(request, f"Connect does not say: {error.reason}")
    else:
        if reading.failed_at is not None:
            messages.error(request, "Connect cannot be asked just now.")
    return redirect("admin-code", pk=leaf.pk)


def _require_admin(request: HttpRequest) -> None:
    if not request.user.has_perm("diagnosis.view_repaircode"):
        raise PermissionDenied
