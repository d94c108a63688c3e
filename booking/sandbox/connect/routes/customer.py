"""Customer: a property with its address and whoever lives there."""

from typing import Any

from ...messages import Answer, as_json
from .. import customers
from ..refusals import Refused
from ..routing import Call, Route
from ..system import Connect
from ..tables.customers import CUSTOMER_MODEL
from ..writing import write


def create(call: Call) -> Answer:
    """201 and the record; what it does not say of one that stood before stays, and its orders show it."""
    asked, connect = call.read_body(CUSTOMER_MODEL, "customer"), call.connect
    _check(connect, asked)
    place, records = asked["ExternalId"], connect.state.customers
    records[place] = asked = customers.merge(customers.find_record(place, records), asked)
    values = customers.find(place, records).as_values(connect.options.organisation)
    for order in connect.state.orders_of(place):
        order.values["Customer"] = values
    return as_json(write(CUSTOMER_MODEL, asked, version=call.version), status=201)


def _check(connect: Connect, asked: dict[str, Any]) -> None:
    organisation = asked["OrganisationExternalId"]
    if organisation != connect.options.organisation:
        raise Refused(f"The organisation '{organisation}' could not be found.")
    for name in ("ParentExternalId", "LinkedPropertyForDecencyExternalId"):
        other = asked[name]
        if other and not customers.find_known(other, connect.state.customers):
            raise Refused(f"The customer '{other}' could not be found.")


ROUTES = (Route(method="POST", path="/api/Customer", act=create, since=4, writes=True),)
