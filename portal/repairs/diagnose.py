"""What is wrong: where, which part, which fault, by the tree or by searching."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from diagnosis import search, tree
from diagnosis.models import Category, RepairCode, SubArea
from portal import access
from portal.models import Repair
from portal.repairs import reports
from portal.repairs.forms import DangerForm, KnownForm, LeafForm, PlaceForm
from portal.repairs.reports import Step

OTHER = "something-else"
WHICH = "Which of these describes it best?"


def onward(repair: Repair) -> HttpResponse:
    """To the first question without an answer; the contact details have a page that comes back here."""
    step = reports.next_step(repair)
    if step is Step.CONTACT:
        return redirect(f"{reverse('contact')}?next={reverse('repair', args=[repair.pk])}")
    return redirect(step, pk=repair.pk)


@access.signed_in
def place(request: HttpRequest, pk: str) -> HttpResponse:
    """In the home or in a shared area?"""
    repair = access.draft(request, pk)
    form = PlaceForm(request.POST or None, initial={"place": repair.place})
    if request.method == "POST" and form.is_valid():
        reports.keep_place(repair, form.cleaned_data["place"])
        return onward(repair)
    return render(request, "repairs/place.html", {"repair": repair, "form": form})


@access.signed_in
def known(request: HttpRequest, pk: str) -> HttpResponse:
    """Have you told us before?"""
    repair = access.draft(request, pk)
    others = reports.known(repair)
    form = KnownForm(
        request.POST or None,
        others=[(str(other.pk), f"{other.title}, reference {other.reference}") for other in others],
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["known"]
        if said != "no":
            return redirect("repair", pk=said)
        reports.answer(repair, "known", said)
        return onward(repair)
    return render(request, "repairs/known.html", {"repair": repair, "form": form})


@access.signed_in
def problem(request: HttpRequest, pk: str) -> HttpResponse:
    """What is the problem? By category, or in the tenant's own words as they are typed."""
    repair = access.draft(request, pk)
    words = request.GET.get("q", "")
    hits = search.find(words, area=repair.place or None) if words.strip() else []
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "repairs/problem.html#hits", {"repair": repair, "q": words, "hits": hits})
    categories = tree.categories(area=repair.place or None)
    context = {"repair": repair, "q": words, "hits": hits, "categories": categories}
    return render(request, "repairs/problem.html", context)


@access.signed_in
def category(request: HttpRequest, pk: str, category: str) -> HttpResponse:
    """Which part of it?"""
    repair = access.draft(request, pk)
    chosen = _category(category)
    parts = list(tree.sub_areas(chosen, area=repair.place or None))
    if len(parts) == 1:
        return redirect("repair-sub-area", pk=repair.pk, category=chosen.slug, sub_area=parts[0].slug)
    return render(request, "repairs/category.html", {"repair": repair, "category": chosen, "parts": parts})


@access.signed_in
def sub_area(request: HttpRequest, pk: str, category: str, sub_area: str) -> HttpResponse:
    """Which fault?"""
    repair = access.draft(request, pk)
    part = _sub_area(_category(category), sub_area)
    leaves = list(tree.leaves(part, area=repair.place or None))
    form = LeafForm(
        request.POST or None,
        choices=[*((leaf.slug, leaf.title) for leaf in leaves), (OTHER, "Something else")],
        question=part.question or WHICH,
        initial={"leaf": repair.code and repair.code.slug},
    )
    if request.method == "POST" and form.is_valid():
        return _chosen(repair, form.cleaned_data["leaf"])
    return render(request, "repairs/sub_area.html", {"repair": repair, "part": part, "form": form})


@require_POST
@access.signed_in
def choose(request: HttpRequest, pk: str) -> HttpResponse:
    """One of the faults that the search found."""
    return _chosen(access.draft(request, pk), request.POST.get("leaf", ""))


@access.signed_in
def danger(request: HttpRequest, pk: str) -> HttpResponse:
    """The fault's own question about danger; yes leads to the numbers to call."""
    repair = access.draft(request, pk)
    if repair.code is None or not repair.code.danger_question:
        return onward(repair)
    form = DangerForm(request.POST or None, question=repair.code.danger_question)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["danger"] == "yes":
            return render(request, "repairs/danger_yes.html", {"repair": repair})
        reports.answer(repair, "danger", "no")
        return onward(repair)
    return render(request, "repairs/danger.html", {"repair": repair, "form": form})


@access.signed_in
def try_first(request: HttpRequest, pk: str) -> HttpResponse:
    """What often helps at once."""
    repair = access.draft(request, pk)
    if repair.code is None or not repair.code.try_first:
        return onward(repair)
    if request.method == "POST":
        reports.answer(repair, "try_first", "still broken")
        return onward(repair)
    return render(request, "repairs/try_first.html", {"repair": repair})


def _chosen(repair: Repair, slug: str) -> HttpResponse:
    if slug == OTHER:
        return redirect("repair-other", pk=repair.pk)
    try:
        reports.choose(repair, tree.leaf(slug))
    except RepairCode.DoesNotExist:
        return redirect("repair-problem", pk=repair.pk)
    return onward(repair)


def _category(slug: str) -> Category:
    try:
        return tree.category(slug)
    except Category.DoesNotExist:
        raise Http404 from None


def _sub_area(category: Category, slug: str) -> SubArea:
    try:
        return tree.sub_area(slug, category=category)
    except SubArea.DoesNotExist:
        raise Http404 from None
