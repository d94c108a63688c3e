"""Cadulis's calls, one method for each route: its objects in and out, or one of the four errors."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from booking.schedulers.base import Refused, Unavailable
from booking.schedulers.cadulis import answers, routes
from booking.schedulers.cadulis.answers import Unreadable
from booking.schedulers.cadulis.form import encode
from booking.schedulers.cadulis.objects import Intervention, Kind, Page
from booking.schedulers.cadulis.routes import Route, Routes
from booking.schedulers.cadulis.wire import Wire
from booking.schedulers.http import Reply

Fields = Mapping[str, Any]

PLACE = ":interventionId"
PAGE_SIZE = 100
# Not a word about this one intervention: the access itself is not what it was.
CHANGED = {401, 403, 405, 410}


class Client:
    """One Cadulis, spoken to by one access."""

    def __init__(self, *, routes: Routes, wire: Wire, read_seconds: float, write_seconds: float) -> None:
        self.routes = routes
        self._wire = wire
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds

    def read_intervention(self, number: str) -> Intervention | None:
        """The intervention of that number, or None where a list of those with that number is empty."""
        reply = self._ask(routes.READ, {"cref": number}, number=number)
        data = {} if reply.status == 404 else self._parse(routes.READ, reply)
        if not data.get("intervention"):
            # A wrong address answers 404 too: only a list can say for certain that there is none.
            return self._find(number)
        return self._sound(routes.READ, reply, data["intervention"], number)

    def list_interventions(self, search: Fields, *, page: int = 1) -> Page:
        """One page of those that this access sees."""
        asked = {**search, "light_model": False, "pagination": {"limit": PAGE_SIZE, "page": page}}
        reply = self._ask(routes.LIST, asked)
        try:
            result = answers.part(self._parse(routes.LIST, reply), "result")
            found = [
                Intervention.read(item)
                for item in answers.items(result.get("interventions"), "interventions")
            ]
            return Page(interventions=tuple(found), last=_is_last(result, page, len(found)))
        except Unreadable as odd:
            answers.fail_read(routes.LIST, reply, why=f"{routes.LIST} answered {odd}.")

    def list_types(self) -> tuple[Kind, ...]:
        """The types of intervention that this access may create."""
        reply = self._ask(routes.TYPES, {})
        try:
            found = answers.items(self._parse(routes.TYPES, reply).get("interventionTypes"), "types")
        except Unreadable as odd:
            answers.fail_read(routes.TYPES, reply, why=f"{routes.TYPES} answered {odd}.")
        return tuple(
            Kind(**{name: str(item.get(name) or "") for name in ("id", "reference", "name")})
            for item in found
            if isinstance(item, dict)
        )

    def ask_wizard(self, question: Fields, *, number: str) -> list[Any]:
        """The days of the schedule wizard's proposal, as they came."""
        reply = self._ask(routes.WIZARD, question, number=number)
        try:
            result = answers.part(self._parse(routes.WIZARD, reply), "result")
            return answers.items(result.get("dates"), "dates")
        except Unreadable as odd:
            answers.fail_read(routes.WIZARD, reply, why=f"{routes.WIZARD} answered {odd}.")

    def create_intervention(self, fields: Fields) -> Intervention:
        """Create it, or update the one with that number; a yes repeats the number."""
        return self._send(routes.CREATE, fields)

    def update_intervention(self, fields: Fields, *, refusal: type[Refused] = Refused) -> Intervention:
        """Change what is named; a yes repeats the number."""
        return self._send(routes.UPDATE, fields, refusal=refusal)

    def _find(self, number: str) -> Intervention | None:
        found = self.list_interventions({"cref": number}).interventions
        mine = [each for each in found if each.cref == number]
        if not mine and found:
            raise Unavailable(f"{routes.LIST} answered others than {number}.")
        return mine[0] if mine else None

    def _send(self, name: str, fields: Fields, *, refusal: type[Refused] = Refused) -> Intervention:
        number = str(fields["cref"])
        reply = self._call(name, fields, number=number, write=True)
        if not 200 <= reply.status < 300:
            answers.fail_write(name, reply, refusal=refusal)
        try:
            done = Intervention.read(answers.parse(reply).get("intervention"))
        except Unreadable as odd:
            answers.fail_write(name, reply, why=f"{name} answered {odd}.")
        if done.cref != number:
            answers.fail_write(name, reply, why=f"{name} answered another intervention.")
        return done

    def _ask(self, name: str, fields: Fields, *, number: str = "") -> Reply:
        return self._call(name, fields, number=number, write=False)

    def _call(self, name: str, fields: Fields, *, number: str, write: bool) -> Reply:
        route = self.routes.find(name)
        reply = self._once(route, fields, number=number, write=write)
        if reply.status not in CHANGED:
            return reply
        # Turned away, so certainly not done: the addresses may have been renewed within the hour.
        self.routes.forget()
        fresh = self.routes.find(name)
        return reply if fresh == route else self._once(fresh, fields, number=number, write=write)

    def _once(self, route: Route, fields: Fields, *, number: str, write: bool) -> Reply:
        url = route.url.replace(PLACE, quote(number, safe=""))
        form = encode(fields, send_as=route.send_as)
        if write:
            return self._wire.write(route.method, url, form=form, seconds=self._write_seconds)
        return self._wire.read(url, form=form, method=route.method, seconds=self._read_seconds)

    def _parse(self, name: str, reply: Reply) -> dict[str, Any]:
        if reply.status != 200:
            answers.fail_read(name, reply)
        try:
            return answers.parse(reply)
        except Unreadable as odd:
            answers.fail_read(name, reply, why=f"{name} answered {odd}.")

    def _sound(self, name: str, reply: Reply, data: Any, number: str) -> Intervention:
        try:
            found = Intervention.read(data)
        except Unreadable as odd:
            answers.fail_read(name, reply, why=f"{name} answered {odd}.")
        if found.cref != number:
            answers.fail_read(name, reply, why=f"{name} answered another intervention than {number}.")
        return found


def _is_last(result: dict[str, Any], page: int, found: int) -> bool:
    told = result.get("pagination")
    pages = str(told.get("pages")) if isinstance(told, dict) else ""
    return found == 0 or (pages.isascii() and pages.isdigit() and page >= int(pages[:9]))
