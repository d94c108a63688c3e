"""The starter tree, loaded once for each module that asks for it."""

from collections.abc import Iterator

import pytest
from diagnosis import transfer, tree_file
from diagnosis.management.commands.load_tree import STARTER
from django.db import transaction


@pytest.fixture(scope="session")
def starter_file() -> tree_file.TreeFile:
    return tree_file.read(STARTER.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def starter(starter_file, django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with transaction.atomic():
            transfer.load(starter_file)
            with django_db_blocker.block():
                yield
            transaction.set_rollback(True)
