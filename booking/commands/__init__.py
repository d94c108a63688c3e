"""The kinds of write that the outbox delivers, one object each."""

from booking.commands.base import Verb
from booking.commands.contact import SendContact
from booking.commands.contractor import Amend, DraftInvoice, HandOver
from booking.commands.detail import Detail
from booking.commands.order import Cancel, Raise
from booking.commands.visit import Book, Move
from booking.models.outbox import Kind

VERBS: dict[str, Verb] = {
    Kind.RAISE: Raise(),
    Kind.CANCEL: Cancel(),
    Kind.BOOK: Book(),
    Kind.MOVE: Move(),
    Kind.HAND_OVER: HandOver(),
    Kind.DETAIL: Detail(),
    Kind.CONTACT: SendContact(),
    Kind.AMEND: Amend(),
    Kind.INVOICE: DraftInvoice(),
}

__all__ = ["VERBS", "Verb"]
