"""`manage.py make_owner`: says who opens and shuts external access."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.models import Person


class Command(BaseCommand):
    """Only somebody with a shell on the server can make an owner; there is one at most."""

    help = "Makes this person the owner, and nobody else: the owner switches the API and the webhooks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Takes an e-mail address."""
        parser.add_argument("email", help="The address that the person signs in with.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Gives it to the person and takes it from whoever had it."""
        with transaction.atomic():
            people = Person.objects.select_for_update()
            owner = people.filter(email=options["email"].lower(), is_active=True).first()
            if owner is None:
                raise CommandError(f"Nobody signs in with {options['email']}. Nothing has changed.")
            before = people.filter(is_owner=True).exclude(pk=owner.pk)
            gone = [person.email for person in before]
            before.update(is_owner=False)
            Person.objects.filter(pk=owner.pk).update(is_owner=True)
        for email in gone:
            self.stdout.write(f"{email} is not the owner any more.")
        self.stdout.write(f"{owner.email} is the owner.")
