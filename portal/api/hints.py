"""GET /slots: the first times there are for a problem, before there is an order."""

from django.http import HttpRequest
from ninja import Query, Router

from booking import hints
from portal.api import guard, problems, seen
from portal.api.asked import FirstTimesAsked
from portal.api.problems import Problem
from portal.api.shapes import FirstTimesOut

router = Router(tags=["Appointments"])


@router.get(
    "/slots",
    auth=guard.SLOTS,
    response=FirstTimesOut,
    exclude_unset=True,
    summary="The first times, before an order",
)
def first_times(request: HttpRequest, asked: Query[FirstTimesAsked]) -> FirstTimesOut:
    """Those of two weeks, no older than ten minutes; none where the scheduling system cannot say."""
    leaf = seen.leaves(guard.access(request)).filter(slug=asked.problem).first()
    if leaf is None:
        raise problems.of_field("not_found", "query.problem", "unknown", "The tree has no such problem.")
    if leaf.supplier is not None:
        raise Problem("not_possible", "A firm does it: its times are known when it has the order.")
    wish = hints.Wish(trade=leaf.trade, postcode=asked.postcode, two_to_attend=leaf.two_to_attend)
    return FirstTimesOut(slots=[seen.show_slot(slot) for slot in hints.first_times(wish)])
