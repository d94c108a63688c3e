"""Takes each request to whoever answers it; an API call meets the ledger, a fault, then its system."""

import sys
import traceback
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any, ClassVar, Generic, TypeVar

from . import control, kinds
from .control import Verb
from .ledger import Entry
from .messages import Answer, Refused, Request, as_json, as_page
from .system import System

S = TypeVar("S", bound=System)
_NOT_FOUND = "<!DOCTYPE html><title>Not found</title><p>There is nothing here."


class Gateway(ABC, Generic[S]):
    """The one door of a pretend system."""

    base: ClassVar[str]
    """What the path of every API call begins with, in any case: "/WS-API"."""
    controls: ClassVar[Mapping[tuple[str, str], Verb[Any]]] = {}
    """Verbs below /_control/ that only this system has: method and path, and what it does."""

    def __init__(self, system: S) -> None:
        self.system = system
        self.stopping = Event()

    @abstractmethod
    def serve(self, request: Request, entry: Entry) -> Answer:
        """Does one API call, or raises `Refused`; says in `entry` what was committed and what was dropped."""

    @abstractmethod
    def lose_slot(self, request: Request, entry: Entry) -> Answer:
        """Fault `slot_taken`: somebody else takes the time that is asked for; what the caller hears."""

    @abstractmethod
    def expire(self, request: Request, entry: Entry) -> Answer:
        """Fault `expired_token`: the caller's proof is good no longer; what the caller hears."""

    @abstractmethod
    def swap_order(self, answer: Answer) -> Answer:
        """Fault `wrong_order`: the same answer, but about somebody else's order."""

    @abstractmethod
    def find_order(self, request: Request, body: Any) -> str:
        """Which order a call is about, for ledger and faults; the empty string where it does not say."""

    @abstractmethod
    def show_page(self, request: Request) -> Answer | None:
        """A page for a person's browser; None where there is none at that path."""

    def fail(self, status: int, *, why: str = "An error has occurred.") -> Answer:
        """An error in the system's own words."""
        return as_json({"Message": why}, status=status)

    def owns(self, path: str) -> bool:
        """Is that path one of the API's?"""
        return path.lower().startswith(f"{self.base.lower()}/")

    def name_call(self, request: Request) -> str:
        """Method and resource, as the document writes them: "POST Booking"."""
        return f"{request.method} {request.path[len(self.base) :].strip('/')}"

    def read_version(self, request: Request) -> int | None:
        """The version of the API that the caller asks for, where the system has several."""
        return None

    def answer(self, request: Request) -> Answer:
        """Whatever was asked, there is an answer."""
        if self.owns(request.path):
            return self._call(request)
        if request.path.lower().startswith("/_control/"):
            return control.answer(self.system, request, self.controls)
        try:
            found = self.show_page(request)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return self.fail(500)
        return found or as_page(
            "<!DOCTYPE html><title>Not found</title><p>There is nothing here.", status=404
        )

    def close(self) -> None:
        """Lets every held call go."""
        self.stopping.set()
        self.system.faults.clear()
        self.system.close()

    def _call(self, request: Request) -> Answer:
        system = self.system
        entry = system.ledger.open(
            request,
            call=self.name_call(request),
            version=self.read_version(request),
            find_order=self.find_order,
        )
        status = None
        try:
            if system.latency:
                self.stopping.wait(system.latency)
            attempt = _Attempt(gateway=self, request=request, entry=entry)
            fault = system.faults.claim(entry.call, entry.order)
            entry.fault = fault.kind if fault else None
            answer = kinds.play(fault, attempt) if fault else attempt.run()
            status = answer.status if answer.manner in {"plain", "drip"} else None
            return answer
        finally:
            system.ledger.close(entry, status=status)


@dataclass(slots=True, kw_only=True)
class _Attempt:
    """One API call on its way: the faults' view of it."""

    gateway: Gateway[Any]
    request: Request
    entry: Entry

    def run(self) -> Answer:
        try:
            return self.gateway.serve(self.request, self.entry)
        except Refused as refusal:
            return refusal.answer()
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return self.gateway.fail(500)

    def expire(self) -> Answer:
        try:
            return self.gateway.expire(self.request, self.entry)
        except Refused as refusal:
            return refusal.answer()

    def lose_slot(self) -> Answer:
        return self.gateway.lose_slot(self.request, self.entry)

    def swap_order(self, answer: Answer) -> Answer:
        return self.gateway.swap_order(answer)

    def fail(self, status: int, *, why: str = "An error has occurred.") -> Answer:
        return self.gateway.fail(status, why=why)
