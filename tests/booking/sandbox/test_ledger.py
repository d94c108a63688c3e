"""The ledger tells what was asked."""


def test_every_call_is_written_down_in_order(connect):
    connect.raise_order()
    connect.get("Availability", version=2, PrimaryOrderNumber="TP-1", NumberOfWeeks=1)
    first, second = connect.ledger(order="TP-1")
    assert first["sequence"] < second["sequence"]
    assert (first["call"], first["status"], first["committed"]) == ("POST SalesOrder", 201, True)
    assert first["body"]["JobCodes"] == [{"CodeExternalId": "TAPS001"}]
    assert (second["path"], second["version"], second["committed"]) == ("/WS-API/api/Availability", 2, False)
    assert second["query"] == {"PrimaryOrderNumber": "TP-1", "NumberOfWeeks": "1"}
    assert second["started"] <= second["ended"]


def test_a_refusal_commits_nothing(connect):
    connect.raise_order(JobDescription=None)
    assert connect.ledger(order="TP-1")[0]["committed"] is False


def test_a_call_without_a_version_says_so(connect):
    connect.session.get(f"{connect.url}/WS-API/api/PlanningWindow", timeout=10)
    assert connect.ledger(call="GET PlanningWindow")[0]["version"] is None


def test_the_ledger_can_begin_after_a_call(connect):
    connect.raise_order()
    last = connect.ledger()[-1]["sequence"]
    connect.raise_order("TP-2")
    assert [entry["order"] for entry in connect.ledger(since=last)] == ["TP-2"]
