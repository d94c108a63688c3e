"""Addresses of signing in and out and of the contact details; allauth asks for the names account_*."""

from allauth.account import views as allauth_views
from django.urls import path
from django.views.generic import RedirectView

from portal.accounts import contact, views

urlpatterns = [
    path("sign-in/", allauth_views.request_login_code, name="account_login"),
    path("sign-in/", allauth_views.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", views.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/closed/", allauth_views.account_inactive, name="account_inactive"),
    # allauth puts this address into its letter to unknown addresses; nobody can sign up.
    path("sign-in/new/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("contact/", contact.confirm, name="contact"),
]
