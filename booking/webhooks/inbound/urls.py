"""The addresses that other systems call."""

from django.urls import re_path

from booking.webhooks.inbound import views

# With or without the slash at the end: a redirect would lose the message.
urlpatterns = [re_path(r"^(?P<path>[^/]+)/?$", views.receive, name="hook")]
