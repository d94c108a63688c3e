"""The officers' addresses, below /officers/."""

from django.urls import path

from portal.officers import concerns, contractor, invited, jump, photos, settle, views

urlpatterns = [
    path("", views.review, name="officers"),
    path("connect/", views.connect, name="officers-connect"),
    path("waiting/", views.waiting_for_staff, name="officers-waiting"),
    path("waiting/<uuid:pk>/look-again/", settle.look_again, name="officers-look-again"),
    path("waiting/<uuid:pk>/write-off/", settle.write_off, name="officers-write-off"),
    path("waiting/<uuid:pk>/happened/", settle.happened, name="officers-happened"),
    path("orders/<uuid:pk>/now/", concerns.now, name="officers-now"),
    path("orders/<uuid:pk>/read-again/", concerns.read_again, name="officers-read-again"),
    path("orders/<uuid:pk>/see-to/", concerns.see_to, name="officers-see-to"),
    path("orders/<uuid:pk>/call-off/", concerns.call_off, name="officers-call-off"),
    path("waiting/<uuid:pk>/ask-again/", invited.ask_again, name="officers-ask-again"),
    path("invitations/<uuid:pk>/new-link/", invited.new_link, name="officers-new-link"),
    path("waiting/<uuid:pk>/arranged/", invited.arranged, name="officers-arranged"),
    path("photos/<uuid:pk>/", photos.show, name="officers-photo"),
    path("waiting/<str:kind>/<uuid:pk>/dealt-with/", settle.dealt_with, name="officers-dealt-with"),
    path("contractor/<uuid:pk>/", contractor.show, name="officers-contractor"),
    path("contractor/<uuid:pk>/add/", contractor.amend, name="officers-contractor-amend"),
    path("contractor/<uuid:pk>/invoice/", contractor.invoice, name="officers-contractor-invoice"),
    path("screen/", jump.open_screen, name="officers-jump"),
    path("screen/finished/", jump.finished, name="officers-jump-finished"),
]
