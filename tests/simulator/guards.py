"""The guards of the booking heart by name, each with the hole that is left without it."""

from tests.simulator import holes
from tests.simulator.holes import Hole

GUARDS: dict[str, Hole] = {
    "write-ahead: intent before any byte": holes.write_ahead,
    "key: one number an order": holes.key,
    "three outcomes: unknown is no refusal": holes.three_outcomes,
    "no blind retry": holes.no_blind_retry,
    "adoption: an earlier send is looked for": holes.adoption,
    "echo: a yes repeats what was asked": holes.echo,
    "404 rule: only without words": holes.instead(
        "booking.schedulers.connect.answers.is_blank", lambda reply: reply.status == 404
    ),
    "lease: a sender in time is left alone": holes.lease,
    "fence: a sender held up sends nothing": holes.fence,
    "per-order lock": holes.order_lock,
    "unique constraints": holes.constraints,
    "single-flight token": holes.single_flight,
    "coalesced re-read": holes.coalescing,
    "claim: only what is due": holes.claim,
    "sweeper": holes.instead("booking.outbox.sweep", lambda: None),
    "quarantine": lambda: holes.setting("QUARANTINE_SECONDS", 0),
    "a refusal is read back": holes.instead("booking.attempts._despite", lambda *_: None),
    "history is looked at first": holes.instead("booking.commands.visit.Book._still_right", lambda *_: None),
    "one unsettled write an order": holes.instead(
        "booking.models.outbox.CommandQuerySet.unsettled", lambda self: self.none()
    ),
    "read version: an older read changes nothing": holes.read_version,
    "a letter's claim: it leaves once": holes.letter_claim,
    "straggler reads": holes.instead("booking.standing.read_within", lambda *_: None),
}
