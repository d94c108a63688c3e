"""Makes an empty database one that a demo can be shown with; running it again changes nothing."""

import os

import django
from django.core.management import call_command


def main() -> None:
    """Tables, static files, the diagnosis tree and the people stand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()

    from portal import checks

    checks.insist()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_tree")

    from portal.demo import people

    people.seed()


if __name__ == "__main__":
    main()
