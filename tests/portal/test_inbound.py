"""Wrong settings of the address that a system calls are said before anybody calls it."""

import copy

import pytest
from django.conf import settings as loaded

from portal import inbound, systems
from portal.environment import Environment

GOOD = {
    "hook_path": "Aa0_-Aa0_-Aa0_-Aa0_-",
    "hook_secrets": ["sixteen-letters-"],
    "hook_header": "X-Hook-Secret",
    "hook_method": "secret",
}


def find(settings, **changes):
    """What is said of one system whose other settings are good."""
    settings.SCHEDULERS = copy.deepcopy(loaded.SCHEDULERS)
    settings.SCHEDULERS["connect"]["hook"] |= GOOD | changes
    return [(found.id, found.msg.split()[0]) for found in inbound.check_hooks()]


def test_a_good_address_has_no_findings(settings):
    assert find(settings) == []
    assert find(settings, hook_secrets=["sixteen-letters-", "sixteen-letters+"], hook_method="hmac") == []


def test_without_an_address_nothing_else_matters(settings):
    assert find(settings, hook_path="", hook_secrets=[], hook_method="x") == []


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"hook_path": "Aa0_-Aa0_-Aa0_-Aa0_"}, "CONNECT_HOOK_PATH"),
        ({"hook_path": "Aa0_-Aa0_-Aa0_-Aa0_/x"}, "CONNECT_HOOK_PATH"),
        ({"hook_path": "Aa0_-Aa0_-Aa0_-Aa0_-\n"}, "CONNECT_HOOK_PATH"),
        ({"hook_secrets": []}, "CONNECT_HOOK_SECRETS"),
        ({"hook_secrets": ["sixteen-letters-"] * 3}, "CONNECT_HOOK_SECRETS"),
        ({"hook_secrets": ["sixteen-letters-", "short"]}, "CONNECT_HOOK_SECRETS"),
        ({"hook_method": "basic"}, "CONNECT_HOOK_METHOD"),
        ({"hook_header": "X Hook"}, "CONNECT_HOOK_HEADER"),
        ({"hook_header": ""}, "CONNECT_HOOK_HEADER"),
    ],
)
def test_a_wrong_one_is_said(settings, changes, names):
    assert find(settings, **changes) == [("portal.E009", names)]


def test_two_systems_with_one_path_are_both_said(settings):
    find(settings)
    settings.SCHEDULERS["hartley"] = copy.deepcopy(settings.SCHEDULERS["connect"])
    said = [found.msg.split()[0] for found in inbound.check_hooks()]
    assert said == ["CONNECT_HOOK_PATH", "HARTLEY_HOOK_PATH"]


def test_each_kind_of_system_names_our_number_in_its_own_way(monkeypatch):
    monkeypatch.setenv("CONTRACTOR_SYSTEMS", "skyline=cadulis,hartley=synchroteam")
    lines = systems.read_systems(Environment())
    assert lines["connect"]["hook"]["hook_numbers"] == ["PrimaryOrderNumber", "*.PrimaryOrderNumber"]
    assert lines["skyline"]["hook"]["hook_numbers"] == ["cref", "*.cref"]
    assert lines["hartley"]["hook"]["hook_numbers"] == ["myId", "*.myId"]
