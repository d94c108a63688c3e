"""GET /tree: what can be reported, and by which name an order asks for it."""

from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest
from ninja import Router

from portal.api import guard, seen
from portal.api.shapes import CategoryOut, SubAreaOut, TreeOut

router = Router(tags=["Tree"])


@router.get("/tree", auth=guard.SLOTS, response=TreeOut, exclude_unset=True, summary="The diagnosis tree")
def tree(request: HttpRequest) -> TreeOut:
    """Category, sub-area, problem, in the landlord's order, as far as this access may see them."""
    access = guard.access(request)
    leaves = seen.leaves(access).order_by("sub_area__category__position", "sub_area__position", "position")
    areas = [
        (area, SubAreaOut(id=area.slug, title=area.title, problems=[seen.show_leaf(access, x) for x in some]))
        for area, some in groupby(leaves, key=attrgetter("sub_area"))
    ]
    return TreeOut(
        categories=[
            CategoryOut(id=category.slug, title=category.title, sub_areas=[shown for _, shown in group])
            for category, group in groupby(areas, key=lambda pair: pair[0].category)
        ]
    )
