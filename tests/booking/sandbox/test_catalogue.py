"""Job codes and rate books: the landlord's own, with a few that differ from the starter tree on purpose."""

import tomllib
from pathlib import Path

from . import contract
from .caller import CONTRACT

TREE = tomllib.loads((Path(__file__).parents[3] / "diagnosis" / "data" / "tree.toml").read_text())
LEAVES = {
    leaf["code"]: leaf["title"]
    for category in TREE["categories"]
    for area in category["sub_areas"]
    for leaf in area["leaves"]
    if "code" in leaf
}


def test_a_job_code_is_read_by_its_own_name(connect):
    found = connect.get("JobCode/TAPS001").json()
    contract.check(found, "JobCode")
    assert (found["Description"], found["SkillExternalId"]) == ("Dripping tap", "Plumber")
    assert found["StandardMinuteValue"] > 0
    assert connect.get("JobCode/NONE999").status_code == 400


def test_the_codes_are_the_trees_but_for_two(sandbox, connect):
    known = sandbox.connect.state.job_codes
    differing = {code for code, title in LEAVES.items() if known.get(code, {}).get("Description") != title}
    assert differing == {"PEST003", "GUTT002"}


def test_a_job_code_is_made_and_changed(connect):
    made = {"CodeExternalId": "NEW1", "Description": "Something new", "StandardMinuteValue": 30}
    assert connect.post("JobCode", made).json() == {}
    assert connect.post("JobCode", made).status_code == 400
    change = {"CodeExternalId": "NEW1", "StandardMinuteValue": 45}
    answer = connect.call("PUT", "JobCode/NEW1", json=change).json()
    assert (answer["Description"], answer["StandardMinuteValue"]) == ("Something new", 45)
    assert connect.get("JobCode/NEW1").json() == answer


def test_a_job_code_keeps_its_name(connect):
    answer = connect.call("PUT", "JobCode/TAPS001", json={"CodeExternalId": "TAPS002"})
    assert "jobCode.CodeExternalId" in answer.json()["ModelState"]


def test_a_price_stands_under_each_contract(connect):
    every = connect.get("RateBook", CodeExternalId="TAPS001").json()
    for one in every:
        contract.check(one, "RateBook")
    single = connect.get("RateBook", CodeExternalId="TAPS001", ContractExternalId=CONTRACT).json()
    assert single in every
    assert len(every) == 2
    assert single["Price"] > 0


def test_a_code_without_a_price_is_refused_under_that_contract_alone(connect):
    assert connect.get("RateBook", CodeExternalId="PIPE008").json() == []
    one = connect.get("RateBook", CodeExternalId="PIPE008", ContractExternalId=CONTRACT)
    assert one.status_code == 400
    assert connect.get("RateBook", CodeExternalId="NONE999").status_code == 400


def test_a_price_is_changed(connect):
    key = {"CodeExternalId": "TAPS001", "ContractExternalId": CONTRACT}
    answer = connect.call("PUT", "RateBook", params=key, json=key | {"Price": 99.5})
    contract.check(answer.json(), "RateBook")
    assert connect.get("RateBook", **key).json()["Price"] == 99.5


def test_a_price_must_be_named_for_the_same_code(connect):
    key = {"CodeExternalId": "TAPS001", "ContractExternalId": CONTRACT}
    other = key | {"CodeExternalId": "TAPS002"}
    wrong = connect.call("PUT", "RateBook", params=key, json=other).json()["ModelState"]
    assert set(wrong) == {"rateBook.CodeExternalId", "rateBook.Price"}


def test_before_version_3_there_is_no_catalogue(connect):
    assert connect.get("JobCode/TAPS001", version=2).status_code == 404
    assert connect.get("RateBook", version=2, CodeExternalId="TAPS001").status_code == 404
