"""`manage.py load_tree`: fills the diagnosis tree from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diagnosis import transfer, tree_file

STARTER = Path(__file__).parents[2] / "data" / "tree.toml"


class Command(BaseCommand):
    """Adds what the tree lacks; may run at every start."""

    help = (
        "Adds what the diagnosis tree lacks. What is there already stays as it is, unless --replace is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Takes the file, and whether it wins over what is there."""
        parser.add_argument(
            "--file", type=Path, default=STARTER, help="The tree to load; the starter tree if not given."
        )
        parser.add_argument("--replace", action="store_true", help="Overwrite what admins have changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads all of the file or nothing, and says how much."""
        try:
            file = tree_file.read(options["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The file cannot be read: {error}.") from error
        except tree_file.TreeFileError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        done = transfer.load(file, replace=options["replace"])
        self.stdout.write(f"Tree: {done.added} added, {done.replaced} replaced, {done.kept} kept.")
