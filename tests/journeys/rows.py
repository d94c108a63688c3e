"""What a test begins with, copied out of PostgreSQL once and back in before each test."""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

TABLES = [
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in {"portal", "booking", "diagnosis"}
    # Whose turn it is, the worker writes down as it goes.
    and model._meta.db_table not in {"booking_turn", "portal_tally"}
    # Rights point at Django's own rows, which come anew with other ids after each test.
    and not model._meta.db_table.endswith("_user_permissions")
]


@dataclass(frozen=True)
class Rows:
    """Every row of our own tables."""

    tables: dict[str, bytes]
    sequences: list[tuple[str, int]]

    def restore(self) -> None:
        """Puts them into empty tables; foreign keys are checked when all are in."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table, content in self.tables.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(content)
            for name, value in self.sequences:
                cursor.execute("SELECT setval(%s, %s)", [name, value])


def take() -> Rows:
    """A copy of what stands now."""
    with connection.cursor() as cursor:
        tables = {}
        for table in TABLES:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                tables[table] = b"".join(bytes(part) for part in copy)
        cursor.execute(
            "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences"
            " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
        )
        return Rows({name: content for name, content in tables.items() if content}, cursor.fetchall())
