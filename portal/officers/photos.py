"""What a tenant's fault looks like, for officers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from portal import access
from portal.models import Photo
from portal.repairs.photo_pages import serve


@require_GET
@access.officers_only
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """A photo of any repair that has been reported."""
    return serve(get_object_or_404(Photo.objects.reported(), pk=pk))
