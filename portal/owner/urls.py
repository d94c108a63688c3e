"""The owner's addresses, below /owner/."""

from django.urls import path

from portal.owner import views

urlpatterns = [
    path("", views.external_access, name="owner"),
    path("<slug:name>/", views.turn, name="owner-turn"),
]
