"""What officers see: the review of a home or an order, and what needs a person."""

from collections.abc import Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from booking import screens
from portal import access
from portal.officers import holdings, homes, waiting
from portal.officers import review as reviews
from portal.officers.forms import ReviewForm

# Where the page is cut in two, so that its head leaves before Connect is asked. No escaped text holds it.
CUT = "<!--connect-->"


@access.officers_only
def review(request: HttpRequest) -> HttpResponse:
    """The search, and what the portal holds; what Connect holds follows as a fragment."""
    return render(request, "officers/review.html", _look(request))


@access.officers_only
def connect(request: HttpRequest) -> HttpResponse:
    """What Connect holds: a fragment, or the whole page with its head sent before Connect answers."""
    context = _look(request)
    if context.get("subject") is None or not context["subject"].system:
        return render(request, "officers/review.html", context)
    if request.headers.get("HX-Request"):
        return HttpResponse(_holds(context, request))
    page = render_to_string("officers/review.html", {**context, "cut": CUT}, request)
    head, _, tail = page.partition(CUT)
    response = StreamingHttpResponse(_pieces(head, context, request, tail))
    # Compressed, the head would wait in the compressor for more.
    response["Content-Encoding"] = "identity"
    return cast(HttpResponse, response)


@access.officers_only
def waiting_for_staff(request: HttpRequest) -> HttpResponse:
    """What needs a person, newest first."""
    before = waiting.Place.read(request.GET.get("before", ""))
    return render(request, "officers/waiting.html", {"page": waiting.page(before=before), "before": before})


def _look(request: HttpRequest) -> dict[str, Any]:
    dates = ReviewForm.window(today=timezone.localdate())
    if not request.GET:
        return {"form": ReviewForm(initial=dates)}
    form = ReviewForm({**{name: str(date) for name, date in dates.items()}, **request.GET.dict()})
    context: dict[str, Any] = {"form": form, "asked": request.GET.urlencode()}
    if not form.is_valid():
        return context
    asked = form.cleaned_data
    if asked["number"]:
        subject = reviews.of_order(asked["number"])
    else:
        found = homes.find(asked["home"])
        if len(found) != 1:
            return context | {"homes": found[: homes.MOST], "more": len(found) > homes.MOST}
        subject = reviews.Subject(home=found[0])
    return context | {
        "subject": subject,
        "held": subject.held(),
        "requests": holdings.requests(subject.home) if subject.home and not subject.number else [],
        "jump": screens.offered(subject.system),
    }


def _pieces(head: str, context: dict[str, Any], request: HttpRequest, tail: str) -> Iterator[str]:
    yield head
    yield _holds(context, request)
    yield tail


def _holds(context: dict[str, Any], request: HttpRequest) -> str:
    asked = context["form"].cleaned_data
    answer = reviews.ask(context["subject"], since=asked["since"], until=asked["until"])
    return render_to_string("officers/review.html#connect", {**context, "answer": answer}, request)
