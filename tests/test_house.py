"""The rules that hold the house together, beyond what a linter can see in one file."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from portal import systems

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 250
DRAWERS = {
    "utils",
    "helpers",
    "common",
    "services",
    "managers",
    "misc",
    "util",
    "helper",
    "service",
    "manager",
}
# Where one machine differs from another; none of it belongs into a file that everybody gets.
PLACES = re.compile(
    r"/(?:work|root|home)/\w|/opt/(?:wheels|pypi)|https?://(?:pypi\.org|files\.pythonhosted\.org)|--(?:extra-)?index-url"
)


def list_files(*patterns: str) -> list[Path]:
    """The files of the project that git knows or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return sorted(path for name in found.split("\0") if name and (path := ROOT / name).is_file())


def list_modules() -> list[Path]:
    """Our Python modules, but for migrations and tests."""
    found = list_files("portal/*.py", "booking/*.py", "diagnosis/*.py", "manage.py")
    return [path for path in found if "migrations" not in path.parts]


def name(path: Path) -> str:
    """How a finding calls the file."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("label", ["booking", "diagnosis"])
def test_a_heart_relates_to_nothing_outside_itself(label):
    strangers = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model._meta.app_label != label
    ]
    assert strangers == []


def test_the_rules_of_the_rooms_are_kept():
    linter = Path(sys.executable).parent / "lint-imports"
    found = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_every_module_says_what_it_is():
    silent = [name(path) for path in list_modules() if ast.get_docstring(ast.parse(path.read_text())) is None]
    assert silent == []


def test_there_are_no_drawers():
    drawers = [name(path) for path in list_modules() if DRAWERS & {path.stem, path.parent.name}]
    assert drawers == []


def test_no_module_is_long():
    long = {name(path): lines for path in list_modules() if (lines := path.read_text().count("\n")) > LONGEST}
    assert long == {}


def test_no_file_names_a_place_of_one_machine():
    named = {}
    for path in list_files():
        if path == Path(__file__) or b"\0" in (content := path.read_bytes()):
            continue
        if found := PLACES.findall(content.decode(errors="replace")):
            named[name(path)] = found[:3]
    assert named == {}


def read_setting_names() -> set[str]:
    """The variables that the settings read."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / "portal/settings.py").read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            reader, first = node.func.value, node.args[0]
            if isinstance(reader, ast.Name) and reader.id == "env" and isinstance(first, ast.Constant):
                names.add(first.value)
    # These are read under the name of their system.
    return names | {f"CONNECT_{option}".upper() for option in systems.CONNECT | systems.HOOK}


def test_every_setting_is_explained():
    explained = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert read_setting_names() - explained == set()


def test_the_example_holds_settings_that_exist():
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert example - read_setting_names() == set()


def test_the_lock_files_hold_hashes_and_no_address():
    for lock in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / lock).read_text()
        pins = re.findall(r"^[a-z0-9]\S*==\S+.*$", text, re.MULTILINE)
        assert pins
        assert all(pin.endswith("\\") for pin in pins)
        assert "://" not in text
