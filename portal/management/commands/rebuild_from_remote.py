"""`manage.py rebuild_from_remote`: after the return to an old backup, what the systems still have."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.running import rebuild
from portal.running.rebuild import Report


class Command(BaseCommand):
    """Looks only, unless told to write; running it again adds nothing."""

    help = "Finds orders of ours in the scheduling systems that the database does not have (any more)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Takes --apply."""
        parser.add_argument("--apply", action="store_true", help="Write it down; nobody may be at work.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what was found and done; an error where a system could not be asked for every home."""
        report = rebuild.rebuild(dry=not options["apply"])
        for lost in report.lost:
            dates = ", ".join(visit.date.isoformat() for visit in lost.visits if visit.date and visit.live)
            state = (
                "cancelled" if lost.found.cancelled else f"visit on {dates}" if dates else "no visit to come"
            )
            owner = "; no household" if lost.number in report.nobodys else ""
            self.stdout.write(f"{lost.number} in {lost.system}, home {lost.customer}: {state}{owner}")
        self.stdout.write(self._sum_up(report, applied=options["apply"]))
        if report.unread:
            raise CommandError("Could not be asked, so run it again: " + ", ".join(report.unread))

    def _sum_up(self, report: Report, *, applied: bool) -> str:
        if not applied:
            return f"{len(report.lost)} found. Nothing was written: run it with --apply."
        return (
            f"{len(report.adopted)} written down, {len(report.nobodys)} of them without a household. "
            f"{report.doubted} writes will be read back, {report.due} orders read again."
        )
