import django.db.models.functions.datetime
from django.db import migrations, models

# Open orders were read daily until now: none of them shall wait that long once more.
SOON = """
    UPDATE booking_order SET read_due_at = LEAST(read_due_at, now() + random() * interval '13 minutes')
    WHERE state = 'open'
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("holder", models.UUIDField(null=True)),
                ("until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Hook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("system", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256 of the body")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="came first"
                    ),
                ),
                (
                    "last_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="came last"
                    ),
                ),
                ("times", models.PositiveIntegerField(db_default=1, verbose_name="how often it came")),
                ("body", models.TextField(blank=True)),
                ("numbers", models.JSONField(default=list, verbose_name="order numbers found in it")),
                (
                    "marks",
                    models.JSONField(default=dict, verbose_name="reads begun of each order when it came"),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "its orders are to be read"),
                            ("read", "its orders have been read"),
                            ("unknown", "it names no order of ours"),
                            ("unreadable", "nobody can read it"),
                        ],
                        max_length=16,
                        verbose_name="what came of it",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "reply_to",
                    models.CharField(blank=True, max_length=128, verbose_name="id to answer with"),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not asked for"),
                            ("owed", "owed"),
                            ("given", "given"),
                            ("refused", "refused"),
                        ],
                        max_length=16,
                    ),
                ),
                ("answer_due_at", models.DateTimeField(null=True)),
                ("answer_tries", models.PositiveSmallIntegerField(db_default=0)),
                (
                    "answer_reason",
                    models.TextField(blank=True, db_default="", verbose_name="why it was not told"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("reply_to", ""), _negated=True),
                        fields=["system", "reply_to"],
                        name="hook_by_reply",
                    ),
                    models.Index(
                        condition=models.Q(("outcome", "waiting")), fields=["last_at"], name="hook_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("answer", "owed")), fields=["answer_due_at"], name="hook_owed"
                    ),
                    models.Index(fields=["-last_at"], name="hook_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("system", "digest"), name="hook_once_per_message")
                ],
            },
        ),
        migrations.RunSQL(SOON, migrations.RunSQL.noop),
    ]
