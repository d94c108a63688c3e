"""The photos' pages: add some or none, take one away, look at one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal import access
from portal.models import Photo, Repair
from portal.repairs import photos, reports
from portal.repairs.diagnose import onward
from portal.repairs.forms import PhotoForm
from portal.repairs.reports import Step


@access.signed_in
def choose(request: HttpRequest, pk: str) -> HttpResponse:
    """What is there, and one more; a file that was chosen is kept whichever button is pressed."""
    repair = access.draft(request, pk)
    if reports.next_step(repair) is not Step.CHECK:
        return onward(repair)
    going_on = "continue" in request.POST
    if going_on and not request.FILES:
        return onward(repair)
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if form.is_valid() and _added(repair, form):
        return onward(repair) if going_on else redirect("repair-photos", pk=repair.pk)
    shown = list(repair.photos.listed())
    context = {"repair": repair, "form": form, "photos": shown, "room": len(shown) < photos.MOST}
    return render(request, "repairs/photos.html", context)


@require_POST
@access.signed_in
def remove(request: HttpRequest, pk: str, photo: str) -> HttpResponse:
    """That one does not go to the landlord."""
    repair = access.draft(request, pk)
    photos.remove(access.photo(repair, photo))
    return redirect("repair-photos", pk=repair.pk)


@require_GET
@access.signed_in
def show(request: HttpRequest, pk: str, photo: str) -> HttpResponse:
    """The picture, for the household; a draft's is for the one who is writing it."""
    repair = access.repair(request, pk)
    if repair.is_draft:
        access.own_draft(request, repair)
    return serve(access.photo(repair, photo))


def serve(photo: Photo) -> HttpResponse:
    """The JPEG as a browser may show it and nothing else."""
    headers = {"Content-Disposition": 'inline; filename="photo.jpg"', "X-Content-Type-Options": "nosniff"}
    headers["Cache-Control"] = "private, no-store"
    return HttpResponse(bytes(photo.image), content_type="image/jpeg", headers=headers)


def _added(repair: Repair, form: PhotoForm) -> bool:
    try:
        photos.add(repair, form.cleaned_data["photo"])
    except photos.BadPhoto as error:
        form.add_error("photo", str(error))
        return False
    return True
