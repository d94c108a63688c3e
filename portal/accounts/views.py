"""Sign in and out: allauth's own steps, with a word to the person where allauth says none."""

from typing import Any

from allauth.account import views as allauth_views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache


class ConfirmCode(allauth_views.ConfirmLoginCodeView):  # type: ignore[misc]
    """The page that asks for the code."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A code that is too old leads back to the start of the sign-in, and says so."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if getattr(self, "_process", self) is None:
            messages.error(request, "That code was too old. Ask for a new one.")
            return HttpResponseRedirect(self.passthrough_next_url(reverse("account_request_login_code")))
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Signs in, or sends a new code."""
        response: HttpResponse = super().form_valid(form)
        if self._action == "resend":
            messages.success(self.request, "We have sent a new code. The earlier one no longer works.")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Only a whole code that is wrong costs one of the tries."""
        if form.has_error("code", "incorrect_code"):
            response: HttpResponse = super().form_invalid(form)
            return response
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return page


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """Asks on GET, signs out on POST and has the browser forget what it has seen here."""
    response: HttpResponse = allauth_views.logout(request)
    if request.method == "POST":
        # Not "cookies": the one that says "you have signed out" is still needed; the session's goes anyway.
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response
