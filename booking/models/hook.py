"""What other systems have told us, unasked: one row a message, however often it came."""

from django.db import models
from django.db.models.functions import Now


class Outcome(models.TextChoices):
    """What came of a message."""

    WAITING = "waiting", "its orders are to be read"
    READ = "read", "its orders have been read"
    UNKNOWN = "unknown", "it names no order of ours"
    UNREADABLE = "unreadable", "nobody can read it"


class AnswerState(models.TextChoices):
    """Whether the system was told how we got on, where it asked to be."""

    NONE = "", "not asked for"
    OWED = "owed", "owed"
    GIVEN = "given", "given"
    REFUSED = "refused", "refused"


class HookQuerySet(models.QuerySet["Hook"]):
    """Messages by what is to be done about them."""

    def to_answer(self) -> "HookQuerySet":
        """The system shall be told about these now."""
        return self.filter(answer=AnswerState.OWED, answer_due_at__lte=Now())


class Hook(models.Model):
    """A message that proved where it came from. It is a hint: nothing in it is believed, orders are read."""

    system = models.CharField(max_length=32)
    digest = models.CharField("SHA-256 of the body", max_length=64)
    received_at = models.DateTimeField("came first", db_default=Now())
    last_at = models.DateTimeField("came last", db_default=Now())
    times = models.PositiveIntegerField("how often it came", db_default=1)
    body = models.TextField(blank=True)
    """As it came; emptied after a month, since it may speak of people."""
    numbers = models.JSONField("order numbers found in it", default=list)
    marks = models.JSONField("reads begun of each order when it came", default=dict)
    """By the order's id: a read with a higher number began after the message."""
    outcome = models.CharField("what came of it", max_length=16, choices=Outcome.choices)
    settled_at = models.DateTimeField(null=True)
    reply_to = models.CharField("id to answer with", max_length=128, blank=True)
    answer = models.CharField(max_length=16, choices=AnswerState.choices, blank=True)
    answer_due_at = models.DateTimeField(null=True)
    answer_tries = models.PositiveSmallIntegerField(db_default=0)
    answer_reason = models.TextField("why it was not told", blank=True, db_default="")

    objects = HookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="hook_once_per_message", fields=["system", "digest"]),
        ]
        indexes = [
            models.Index(
                fields=["system", "reply_to"],
                name="hook_by_reply",
                condition=~models.Q(reply_to=""),
            ),
            models.Index(fields=["last_at"], name="hook_waiting", condition=models.Q(outcome="waiting")),
            models.Index(fields=["answer_due_at"], name="hook_owed", condition=models.Q(answer="owed")),
            models.Index(fields=["-last_at"], name="hook_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.received_at:%Y-%m-%d %H:%M} {self.get_outcome_display()}"
