"""RateBook: what a code costs under a contract."""

from typing import Any

from ...messages import Answer, as_json
from .. import catalogue
from ..binding import INVALID
from ..refusals import Refused
from ..routing import Call, Route
from ..tables.catalogue import RATE_BOOK, RATE_KEY
from ..writing import write


def read(call: Call) -> Answer:
    """The code's price under one contract, or under each where none is named."""
    key = call.read_query(RATE_KEY)
    code, contract = key["CodeExternalId"], key["ContractExternalId"]
    _check_code(call, code)
    if contract:
        return as_json(_show(call, code, _demand_contract(call, code, contract)))
    rates = call.connect.state.rates
    return as_json([_show(call, code, under) for one, under in rates if one == code])


def change(call: Call) -> Answer:
    """The new price."""
    key, asked = call.read_query(RATE_KEY), call.read_body(RATE_BOOK, "rateBook")
    code, contract = key["CodeExternalId"], key["ContractExternalId"]
    _check_change(key, asked)
    _check_code(call, code)
    _demand_contract(call, code, contract)
    call.connect.state.rates[code, contract] = asked["Price"]
    return as_json(_show(call, code, contract))


def _check_change(key: dict[str, Any], asked: dict[str, Any]) -> None:
    wrong = {}
    for name in ("CodeExternalId", "ContractExternalId"):
        if not key[name]:
            wrong[name] = [f"The {name} field is required."]
        elif asked[name] != key[name]:
            wrong[f"rateBook.{name}"] = ["It must be the one of the address."]
    if asked["Price"] is None:
        wrong["rateBook.Price"] = ["The Price field is required."]
    if wrong:
        raise Refused(INVALID, model_state=wrong)


def _check_code(call: Call, code: str) -> None:
    if code not in call.connect.state.job_codes:
        raise Refused(f"The job code '{code}' could not be found.")


def _demand_contract(call: Call, code: str, contract: str) -> str:
    if (code, contract) not in call.connect.state.rates:
        raise Refused(f"The job code '{code}' has no rate under the contract '{contract}'.")
    return contract


def _show(call: Call, code: str, contract: str) -> dict[str, Any]:
    connect = call.connect
    names = {connect.options.contract: "Responsive repairs", catalogue.VOIDS: "Empty homes"}
    values = {
        "CodeExternalId": code,
        "ContractExternalId": contract,
        "ContractName": names.get(contract),
        "Price": connect.state.rates[code, contract],
    }
    return write(RATE_BOOK, values, version=call.version)


ROUTES = (
    Route(method="GET", path="/api/RateBook", act=read, since=3),
    Route(method="PUT", path="/api/RateBook", act=change, since=3, writes=True),
)
