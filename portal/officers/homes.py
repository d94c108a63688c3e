"""Finding a home by whatever an officer has of it."""

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace

from portal.models import Home

MOST = 20


def find(text: str) -> list[Home]:
    """The home of that reference, or those that hold every word: 21 at most, so that 20 know of more."""
    words = text.split()
    exact = Home.objects.filter(reference__iexact="".join(words))
    return list(exact) or list(_holding(words).order_by("postcode", "line1", "pk")[: MOST + 1])


def _holding(words: list[str]) -> QuerySet[Home]:
    squeezed = Home.objects.annotate(squeezed=Replace("postcode", Value(" ")))
    rows = squeezed
    for word in words:
        clean = word.strip(",.")
        rows = rows.filter(
            Q(reference__icontains=clean)
            | Q(line1__icontains=clean)
            | Q(line2__icontains=clean)
            | Q(city__icontains=clean)
            | Q(block__icontains=clean)
            | Q(squeezed__icontains=clean)
        )
    return rows
