"""The officers' addresses, below /officers/."""

from django.urls import path

from portal.officers import jump, views

urlpatterns = [
    path("", views.review, name="officers"),
    path("connect/", views.connect, name="officers-connect"),
    path("waiting/", views.waiting_for_staff, name="officers-waiting"),
    path("screen/", jump.open_screen, name="officers-jump"),
    path("screen/finished/", jump.finished, name="officers-jump-finished"),
]
