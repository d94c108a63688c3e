"""Every address of the portal."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.urls import include, path

from portal import catalogue, errors, landlord, pages
from portal.api.interface import api
from portal.running.metrics import metrics

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# An address added there would let its holder sign in as anybody, the owner too.
admin.site.unregister(EmailAddress)
admin.site.site_header = "Repairs: administration"

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken

urlpatterns = [
    path("", pages.start, name="start"),
    path("emergency/", pages.emergency, name="emergency"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("theme.css", landlord.theme, name="theme"),
    path("", include("portal.accounts.urls")),
    path("repairs/", include("portal.repairs.urls")),
    path("contractors/", include("portal.contractors.urls")),
    path("officers/", include("portal.officers.urls")),
    path("owner/", include("portal.owner.urls")),
    path("api/v1/", api.urls),
    path("admin/codes/", admin.site.admin_view(catalogue.compare), name="admin-codes"),
    path("admin/codes/<int:pk>/", admin.site.admin_view(catalogue.price), name="admin-code"),
    path("admin/", admin.site.urls),
    path("metrics", metrics, name="metrics"),
    path("hooks/", include("booking.webhooks.inbound.urls")),
]
