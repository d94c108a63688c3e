"""Old and new code share one database while a new version is rolled out."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState

from booking import outbox
from booking.models import Command
from portal.demo import people
from tests.portal import review_cast as cast
from tests.portal.running import two_phases


# --- what a migration may do ---
def test_no_migration_breaks_the_code_that_runs_beside_it() -> None:
    assert two_phases.find_breaking(MigrationLoader(None)) == {}


def text(**options: Any) -> Any:
    return models.CharField(**{"max_length": 10} | options)


def judge(*operations: Any, **marks: Any) -> list[str]:
    """What is said of such a migration, where there is a model with a column of each kind."""
    fields = [("id", models.BigAutoField(primary_key=True)), ("free", text(null=True)), ("name", text())]
    fields.append(("state", text(db_default="new")))
    before = ProjectState()
    before.add_model(ModelState("booking", "Thing", fields))
    kind = type("Migration", (Migration,), {"operations": list(operations), **marks})
    return list(
        two_phases.judge(
            kind("0099_next", "booking"), before, [("booking", "0008_defaults"), ("booking", "0099_next")]
        )
    )


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("thing", "name"),
        migrations.RenameField("thing", "name", "title"),
        migrations.RenameModel("Thing", "Matter"),
        migrations.DeleteModel("Thing"),
        migrations.AlterModelTable("thing", "matter"),
        migrations.AlterField("thing", "free", text()),
        migrations.AlterField("thing", "free", text(db_default="")),
        migrations.AlterField("thing", "state", text()),
        migrations.AlterField("thing", "name", text(max_length=5)),
        migrations.AlterField("thing", "name", text(unique=True)),
        migrations.AlterField("thing", "name", models.IntegerField()),
        migrations.AddField("thing", "more", text()),
        migrations.AddField("thing", "more", text(default="only Django knows")),
        migrations.AddConstraint("thing", models.UniqueConstraint(fields=["name"], name="once")),
        migrations.RunPython(lambda apps, editor: None),
        migrations.RunSQL("SELECT 1"),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("thing", "name")]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_old_code_could_not_live_with_is_found(operation: Any) -> None:
    assert len(judge(operation)) == 1


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "more", text(null=True)),
        migrations.AddField("thing", "more", text(db_default="")),
        migrations.AddField("thing", "more", models.ManyToManyField("booking.thing")),
        migrations.AlterField("thing", "name", text(max_length=50, db_default="")),
        migrations.AlterField("thing", "name", text(null=True)),
        migrations.AddIndex("thing", models.Index(fields=["name"], name="by_name")),
        migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_only_adds_is_let_through(operation: Any) -> None:
    assert judge(operation) == []


def test_a_new_table_may_have_what_rules_it_likes() -> None:
    made = migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True)), ("name", text())])
    rule = migrations.AddConstraint("fresh", models.UniqueConstraint(fields=["name"], name="fresh_once"))
    assert judge(made, rule, migrations.AddField("fresh", "more", text(default=""))) == []


def test_the_second_half_names_the_first_and_may_take_away() -> None:
    taken = migrations.RemoveField("thing", "name")
    assert judge(taken, contracts="booking.0008_defaults") == []
    assert judge(taken, contracts="booking.0099_next") != []
    assert judge(taken, contracts="yes") != []


# --- what the database takes from old code ---
def earlier_columns() -> Iterator[tuple[str, str, list[str]]]:
    """Each table as each earlier version of the code knew it: table, migration, columns."""
    loader = MigrationLoader(None)
    for app in two_phases.OURS:
        leaf = loader.graph.leaf_nodes(app)[0]
        now = {model._meta.db_table: columns(model) for model in apps.get_app_config(app).get_models()}
        seen: set[tuple[str, ...]] = set()
        for name in loader.graph.forwards_plan(leaf):
            if name[0] != app:
                continue
            for model in loader.project_state(name).apps.get_models():
                if model._meta.app_label != app:
                    continue
                table, known = model._meta.db_table, tuple(columns(model))
                if set(known) != set(now[table]) and (table, *known) not in seen:
                    seen.add((table, *known))
                    yield table, name[1], list(known)


def columns(model: Any) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields]


@pytest.fixture
def furnished(db: None) -> None:
    """A row or more in each table that has grown."""
    call_command("load_tree", verbosity=0)
    people.seed()
    cast.add_command(cast.add_order())


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize(
    ("table", "migration", "known"), list(earlier_columns()), ids=lambda given: str(given)[:40]
)
def test_a_row_that_old_code_writes_is_taken(table: str, migration: str, known: list[str]) -> None:
    written = write_as_before(table, known)
    assert written > 0, f"{table} has no row to try {migration} with"


def write_as_before(table: str, known: list[str]) -> int:
    """Every row of the table is written anew without the columns that came later; how many there were."""
    names = ", ".join(f'"{name}"' for name in known)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM "{table}"')
        # Rows that point to these are looked at when all is written.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM kept')
        written = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return int(written)


@pytest.mark.usefixtures("furnished")
def test_without_its_default_in_the_database_such_a_row_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booking_order ALTER COLUMN fulfilment DROP DEFAULT")
    known = next(known for table, _, known in earlier_columns() if table == "booking_order")
    with pytest.raises(IntegrityError):
        write_as_before("booking_order", known)


# --- what an old worker does with new work ---
@pytest.mark.django_db(transaction=True)
def test_a_write_of_a_kind_that_only_newer_code_knows_is_left_to_it() -> None:
    command = cast.add_command(cast.add_order(), kind="from_tomorrow", state="planned")
    outbox.deliver(str(command.pk))
    command.refresh_from_db()
    assert (command.state, command.sends, command.lease) == ("planned", 0, None)
    assert Command.objects.due().filter(pk=command.pk).exists()
