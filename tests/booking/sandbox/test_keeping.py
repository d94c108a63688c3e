"""A restart may keep what stood."""

from pathlib import Path

from booking.sandbox import keeping, start

from .caller import TODAY, Caller


def test_orders_visits_and_taken_slots_survive_a_restart(connect: Caller, sandbox, tmp_path: Path):
    connect.raise_order()
    slot = connect.find_free()[0]
    visit = connect.book(slot).json()["VisitExternalId"]
    keeping.save(sandbox.connect, tmp_path / "kept")

    second = start()
    try:
        keeping.load(second.connect, tmp_path / "kept")
        again = Caller(second.url)
        again.control("clock", today=TODAY)
        found = again.get("BookingSummary", PrimaryOrderNumber="TP-1").json()["Appointments"]
        assert [each["VisitExternalId"] for each in found] == [visit]
        again.session.close()
    finally:
        second.stop()


def test_a_file_that_cannot_be_read_counts_for_nothing(sandbox, tmp_path: Path):
    (tmp_path / "kept").write_bytes(b"not ours")
    before = sandbox.connect.state
    keeping.load(sandbox.connect, tmp_path / "kept")
    keeping.load(sandbox.connect, tmp_path / "absent")
    assert sandbox.connect.state is before


def test_a_file_that_an_older_sandbox_wrote_counts_for_nothing(sandbox, tmp_path: Path):
    second = start()
    try:
        del second.connect.state.told
        keeping.save(second.connect, tmp_path / "kept")
    finally:
        second.stop()
    before = sandbox.connect.state
    keeping.load(sandbox.connect, tmp_path / "kept")
    assert sandbox.connect.state is before
