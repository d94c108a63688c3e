"""The admin's page of a firm, with a button that tries out the way to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from diagnosis.admin import SupplierAdmin
from portal.contractors import connection


class ConnectedSupplierAdmin(SupplierAdmin):
    """An outside firm, how it gets its work, and whether that works."""

    change_form_template = "admin/diagnosis/supplier/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """Adds the address of the button."""
        test = self.admin_site.admin_view(self.test)
        return [path("<int:pk>/test/", test, name="diagnosis_supplier_test"), *super().get_urls()]

    @method_decorator(require_POST)
    def test(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tries out the way as it is kept, and says what was found."""
        supplier: Any = self.get_object(request, str(pk))
        if supplier is None:
            raise Http404
        if not self.has_change_permission(request, supplier):
            raise PermissionDenied
        found = connection.test(supplier)
        self.log_change(request, supplier, f"Tested the connection. {found.said}")
        (messages.success if found.works else messages.error)(request, found.said)
        return redirect("admin:diagnosis_supplier_change", pk)
