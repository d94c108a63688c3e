"""What the simulator's house does to its database."""

import pytest
from django.db import connection

from tests.simulator.house import LENGTHS_KEPT

CUT = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND NOT coalesce(reloptions, '{}') @> ARRAY['vacuum_truncate=off']
"""


@pytest.mark.django_db
def test_no_table_is_ever_cut_short_beside_the_impatient() -> None:
    with connection.cursor() as cursor:
        cursor.execute(CUT)
        assert cursor.fetchall()
        cursor.execute(LENGTHS_KEPT)
        cursor.execute(CUT)
        assert cursor.fetchall() == []
