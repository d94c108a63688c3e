"""Which pretend system runs, and with which options: from the command line or the environment."""

import pytest

from booking.sandbox.__main__ import SYSTEMS, read_options


def test_connect_runs_unless_another_is_named():
    package, chosen = read_options(["--port", "0"])
    assert (package.__name__, chosen["port"]) == ("booking.sandbox.connect", 0)


@pytest.mark.parametrize("name", SYSTEMS)
def test_each_system_starts_with_its_usual_options_and_stops(name):
    package, chosen = read_options([name])
    for own in ("port", "host", "keep"):
        chosen.pop(own)
    running = package.start(0, options=package.Options(**chosen))
    try:
        assert running.api_url.startswith(running.url)
        assert running.system.name.lower() == name
    finally:
        running.stop()


def test_options_come_from_the_environment_too(monkeypatch):
    monkeypatch.setenv("SANDBOX_TOKEN_SECONDS", "7")
    monkeypatch.setenv("SANDBOX_CONTRACT", "ELSEWHERE")
    _, chosen = read_options(["connect", "--contract", "HERE"])
    assert (chosen["token_seconds"], chosen["contract"]) == (7, "HERE")


def test_there_is_no_other_system():
    with pytest.raises(SystemExit, match="no pretend fax"):
        read_options(["fax"])
