"""The contractors' addresses, below /contractors/: the token in them is the key."""

from django.urls import path

from portal.contractors import views

urlpatterns = [
    path("<str:token>/", views.job, name="contractor-job"),
    path("<str:token>/accept/", views.accept, name="contractor-accept"),
    path("<str:token>/propose/", views.propose, name="contractor-propose"),
    path("<str:token>/decline/", views.decline, name="contractor-decline"),
]
