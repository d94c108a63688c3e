import csv
from pathlib import Path

import pytest
from diagnosis import search
from diagnosis.models import RepairCode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter")]
QUERIES = list(csv.DictReader((Path(__file__).parent / "queries.csv").read_text(encoding="utf-8").splitlines()))


def slugs(text: str, **options: object) -> list[str]:
    return [hit.slug for hit in search.find(text, **options)]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query["typed"])
def test_what_people_type_finds_what_they_mean_among_the_first_three(query):
    assert query["leaf"] in slugs(query["typed"])[:3]
