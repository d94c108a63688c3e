"""The one address of each system: proved, stored, answered; whatever it leads to happens later."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from booking.webhooks.inbound import doors, hints, limits


@csrf_exempt
def receive(request: HttpRequest, path: str) -> HttpResponse:
    """202 for a message that was stored; 404, 405, 413, 403 and 429 store nothing."""
    door = doors.find(path)
    if door is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    # Not request.body: that would read on up to the limit for photos.
    body = request.read(limits.BODY_BYTES + 1)
    if len(body) > limits.BODY_BYTES:
        return HttpResponse(status=413)
    if not door.opens(body, proof=request.headers.get(door.header, "")):
        limits.note_refusal(door.system)
        return HttpResponse(status=403)
    if seconds := limits.wait(door.system):
        return HttpResponse(status=429, headers={"Retry-After": str(seconds)})
    hints.take(door, body=body, form=request.content_type == "application/x-www-form-urlencoded")
    return HttpResponse(status=202)
