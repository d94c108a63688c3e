"""What an answer of Connect's comes to: an object, or one of the four errors; shapes decide, never words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from booking.schedulers.base import Refused, SchedulerError, Unavailable, Unknown
from booking.schedulers.connect.fields import Remote
from booking.schedulers.connect.objects import Error
from booking.schedulers.connect.reading import Unreadable, parse, read, read_whole
from booking.schedulers.http import Reply

Shape = TypeVar("Shape", bound=Remote)
Named = Mapping[str, str | None]
"""What an answer must not contradict, by the names of its fields."""

EVIDENCE_BYTES = 300
REASON_LENGTH = 500
# A route, a method or a permission that is not there: only a person can mend it.
MISCONFIGURED = {401, 403, 404, 405, 415}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from one call."""

    call: str
    reply: Reply
    secret: bool = False
    """The body may hold a token, so it is no evidence."""

    def data(self) -> Any:
        """The JSON of what was asked for, else Unavailable."""
        if self.reply.status != 200:
            self.fail_read()
        try:
            return parse(self.reply)
        except Unreadable as odd:
            self.fail_read(why=f"{self.call} answered {odd}.")

    def read(self, shape: type[Shape]) -> Shape:
        """The object that was asked for, else Unavailable."""
        data = self.data()
        try:
            return read(shape, data)
        except Unreadable as odd:
            self.fail_read(why=f"{self.call} answered {odd}.")

    def read_all(self, shape: type[Shape], items: Any) -> tuple[Shape, ...]:
        """The objects of a list without a hole in it: Unavailable where anything of it is odd."""
        try:
            if not isinstance(items, list):
                raise Unreadable("no list")
            return tuple(read_whole(shape, item) for item in items)
        except Unreadable as odd:
            self.fail_read(why=f"{self.call} answered {odd}.")

    def confirm(self, shape: type[Shape]) -> Shape:
        """The object that says that a write was done, else what the write comes to."""
        if not 200 <= self.reply.status < 300:
            self.fail_write()
        try:
            return read(shape, parse(self.reply))
        except Unreadable as odd:
            self.fail_write(why=f"{self.call} answered {odd}.")

    def accept(self, shape: type[Remote], *, named: Named, wordless: bool = False) -> None:
        """Done: 200 with nothing in it, or with the object, which names no other thing than these.

        `wordless` for a call whose answer is not documented: there even no body at all is a yes.
        """
        if self.reply.status != 200:
            self.fail_write()
        self._refuse_other(named)
        if not (wordless and is_blank(self.reply)):
            self.confirm(shape)

    def accept_new(self, shape: type[Remote], *, named: Named) -> None:
        """Done: 201 is a yes whatever the body holds, unless it names another thing than these."""
        if self.reply.status not in {200, 201}:
            self.fail_write(creates=True)
        self._refuse_other(named)
        if self.reply.status == 200:  # not documented: then only Connect's own objects count
            self.confirm(shape)

    def _refuse_other(self, named: Named) -> None:
        try:
            data = parse(self.reply)
        except Unreadable:
            return
        told = data if isinstance(data, dict) else {}
        if any(told.get(name) not in (None, value) for name, value in named.items()):
            self.fail_write(why=f"{self.call} answered about something else.")

    def refuse_told(self) -> None:
        """Refused where Connect says in its own form why not."""
        if self.reply.status == 400 and (error := error_of(self.reply)):
            raise Refused(explain(error), evidence=self.evidence)

    def fail_read(self, *, why: str = "") -> NoReturn:
        """Raise what a read comes to that has no answer: nothing is lost, so never Unknown."""
        status = self.reply.status
        raise Unavailable(
            why or f"{self.call} answered {status}.",
            retry_after=self.reply.retry_after,
            misconfigured=status in MISCONFIGURED or 300 <= status < 400,
            evidence=self.evidence,
        )

    def fail_write(
        self, *, why: str = "", refusal: type[Refused] = Refused, creates: bool = False
    ) -> NoReturn:
        """Raise what a write comes to that was not confirmed: a no in Connect's own form, or Unknown.

        Also 429 is Unknown: whoever counts calls may have passed this one on before counting it, and one
        reading costs less than a second order. Where the call `creates` something, "there is none" is a
        wrong address.
        """
        status = self.reply.status
        if status in MISCONFIGURED:
            if is_absent(self.reply) and not creates:
                raise Refused("The remote has none such.", evidence=self.evidence)
            raise Unavailable(f"{self.call} answered {status}.", misconfigured=True, evidence=self.evidence)
        error = error_of(self.reply) if status == 400 else None
        if error is None:
            raise Unknown(why or f"{self.call} answered {status}.", evidence=self.evidence)
        verdict: type[SchedulerError] = Refused if error.model_state else refusal
        raise verdict(explain(error) or "The remote gave no reason.", evidence=self.evidence)

    @property
    def evidence(self) -> dict[str, Any]:
        """What staff need to judge it."""
        return evidence(self.call, self.reply, secret=self.secret)


def is_absent(reply: Reply) -> bool:
    """A 404 that says "there is none": a wrong address answers 404 too, but with words."""
    return reply.status == 404 and is_blank(reply)


def is_blank(reply: Reply) -> bool:
    """Without a body, or with null."""
    return reply.body.removeprefix(b"\xef\xbb\xbf").strip() in {b"", b"null"}


def is_missing(reply: Reply) -> bool:
    """The remote has no such thing: a 404 without words, or the 400 of a call that documents no 404.

    A 400 that names a parameter says only that it could not read our question.
    """
    error = error_of(reply) if reply.status == 400 else None
    return is_absent(reply) or (error is not None and not error.model_state)


def error_of(reply: Reply) -> Error | None:
    """Connect's own way of saying why not, or None where the answer is not in that form."""
    try:
        data = parse(reply)
    except Unreadable:
        return None
    if not isinstance(data, dict) or not isinstance(data.get("Message"), str):
        return None
    return read(Error, data)


def explain(error: Error) -> str:
    """The remote's reasons in one line, for staff."""
    details = [
        str(text)
        for texts in (error.model_state or {}).values()
        for text in (texts if isinstance(texts, list) else [texts])
    ]
    return " ".join([error.message or "", *details]).strip()[:REASON_LENGTH]


def evidence(call: str, reply: Reply, *, secret: bool = False) -> dict[str, Any]:
    """What staff need to judge an answer; without its body where that may hold a token."""
    kept = {"call": call, "status": reply.status}
    if reply.retry_after is not None:
        kept["retry_after"] = int(reply.retry_after)
    return kept if secret else kept | {"body": reply.body[:EVIDENCE_BYTES].decode("utf-8", "replace")}
