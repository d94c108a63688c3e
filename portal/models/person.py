"""Who signs in: a tenant, an officer or an admin, known by an e-mail address and never by a password."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now


class People(BaseUserManager["Person"]):
    """Creates people the way that Django's own commands expect."""

    def create_user(self, email: str, *, name: str = "", **facts: Any) -> "Person":
        """A person who signs in by codes sent to that address."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, **facts)
        person.set_unusable_password()
        person.save()
        return person

    def create_superuser(self, email: str, *, name: str = "", **facts: Any) -> "Person":
        """An admin."""
        return self.create_user(email, name=name, is_staff=True, is_superuser=True, **facts)


class Person(AbstractBaseUser, PermissionsMixin):
    """One person; `is_officer` opens the reviews, `is_staff` the admin site."""

    email = models.EmailField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    is_active = models.BooleanField(default=True)
    is_officer = models.BooleanField("housing officer", default=False)
    is_staff = models.BooleanField("may use the admin site", default=False)
    is_owner = models.BooleanField("owner of this portal", default=False, db_default=False, editable=False)
    """Opens and shuts external access; given by `manage.py make_owner` alone."""
    joined_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_once_per_address"),
            models.UniqueConstraint(
                name="person_one_owner", fields=["is_owner"], condition=models.Q(is_owner=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        """How a page greets the person."""
        return self.name.split(" ")[0]
