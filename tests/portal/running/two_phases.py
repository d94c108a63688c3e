"""Which steps of a migration old code could not live with, in words."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.fields import NOT_PROVIDED

OURS = ("booking", "diagnosis", "portal")
BASELINE = {"booking": "0007_dealt_with", "diagnosis": "0004_traits", "portal": "0006_tally"}
"""Up to here nobody ran two versions at once: what these hold is not judged."""
GONE = (
    operations.RemoveField,
    operations.RenameField,
    operations.RenameModel,
    operations.DeleteModel,
    operations.AlterModelTable,
)


def find_breaking(loader: MigrationLoader) -> dict[str, list[str]]:
    """By migration: what in it would break the code that runs beside it."""
    graph = loader.graph
    found = {}
    for name, migration in graph.nodes.items():
        app = name[0]
        if app not in OURS or name in graph.forwards_plan((app, BASELINE[app])):
            continue
        before = loader.project_state(name, at_end=False)
        if wrong := list(judge(migration, before, graph.forwards_plan(name))):
            found[".".join(name)] = wrong
    return found


def judge(migration: Any, before: ProjectState, plan: list[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with it, beginning at that state; `plan` is all that has run by then."""
    contracts = getattr(migration, "contracts", "")
    if contracts:
        # The second half: no code that still runs knows what it takes away.
        if tuple(contracts.split(".")) not in plan[:-1]:
            yield f"contracts {contracts!r}, which is no earlier migration"
        return
    created: set[str] = set()
    for operation in _flatten(migration.operations):
        if isinstance(operation, operations.CreateModel):
            created.add(operation.name_lower)
        elif getattr(operation, "model_name_lower", None) not in created:
            yield from _judge_step(operation, migration.app_label, before)
        operation.state_forwards(migration.app_label, before)


def _flatten(steps: list[Operation]) -> Iterator[Operation]:
    for step in steps:
        if isinstance(step, operations.SeparateDatabaseAndState):
            yield from _flatten(step.database_operations)
        else:
            yield step


def _judge_step(step: Operation, app: str, before: ProjectState) -> Iterator[str]:
    words = step.describe()
    if isinstance(step, GONE):
        yield f"{words}: old code still asks for it"
    elif isinstance(step, operations.AddConstraint):
        yield f"{words}: old code does not know that rule"
    elif isinstance(step, operations.RunPython | operations.RunSQL) and not step.reversible:
        yield f"{words}: no way back"
    elif isinstance(step, operations.AddField):
        if _must_be_named(step.field):
            yield f"{words}: old code does not name it, and the database has no default"
    elif isinstance(step, operations.AlterField):
        was = before.models[app, step.model_name_lower].fields[step.name_lower]
        yield from (f"{words}: {why}" for why in _judge_change(was, step.field))


def _judge_change(was: Any, now: Any) -> Iterator[str]:
    if was.null and not now.null:
        yield "old code writes nothing there"
    if _has_default(was) and not _has_default(now) and not now.null:
        yield "old code leaves it to the database"
    if now.unique and not was.unique:
        yield "old code does not know that rule"
    if was.get_internal_type() != now.get_internal_type():
        yield "old code reads another type"
    elif (now.max_length or 1e9) < (was.max_length or 1e9):
        yield "old code writes longer words"


def _must_be_named(field: Any) -> bool:
    has_column = field.db_parameters(connection)["type"] is not None
    return has_column and not field.null and not _has_default(field) and not field.generated


def _has_default(field: Any) -> bool:
    return field.db_default is not NOT_PROVIDED
