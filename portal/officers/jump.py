"""An officer's hop into Connect's own screens: booking, a home's orders, an order's appointments."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from booking import screens
from booking.models import Order
from booking.schedulers.base import Screen
from portal import access, jump
from portal.officers import review as reviews
from portal.officers.forms import JumpForm

TITLES = {
    Screen.BOOK: "Book an appointment",
    Screen.ORDERS: "The home’s orders",
    Screen.APPOINTMENTS: "The order’s appointments",
}


@access.officers_only
def open_screen(request: HttpRequest) -> HttpResponse:
    """One of Connect's screens, in a frame or in a tab; anything but a complete POST goes to the review."""
    form = JumpForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("officers")
    asked = form.cleaned_data
    screen = Screen(asked["screen"])
    way = jump.open(
        access.person(request),
        screen=screen,
        number=asked["number"],
        customer=asked["home"],
        system=reviews.of_order(asked["number"]).system if asked["number"] else reviews.OWN,
    )
    door = jump.Door(
        title=TITLES[screen], back=_review(**asked), finished=reverse("officers-jump-finished"), again=asked
    )
    return jump.show(request, way, door=door)


@access.officers_only
def finished(request: HttpRequest) -> HttpResponse:
    """Has the order read again, where it is one of ours, and shows what Connect holds now."""
    form = JumpForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("officers")
    order = Order.objects.filter(number=form.cleaned_data["number"]).first()
    if order is not None:
        screens.come_back(order)
    return redirect(_review(**form.cleaned_data))


def _review(*, screen: str, number: str, home: str) -> str:
    asked = {"home": home} if screen == Screen.ORDERS.value else {"number": number}
    return f"{reverse('officers')}?{urlencode(asked)}"
