"""The look: what each page, control and error page promises in its HTML, and what the landlord may colour."""

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.checks import run_checks
from django.template.loader import render_to_string
from django.test import Client

from portal import landlord

STATIC = Path(landlord.__file__).parent.parent / "static"
ERROR_PAGES = ["400", "403", "404", "500", "503", "csrf"]
EXAMPLES = ["form", "errors", "choices", "slots", "notes", "waiting"]


@pytest.fixture(autouse=True)
def examples(settings):
    settings.ROOT_URLCONF = "tests.portal.look_pages"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def fetch(name: str) -> str:
    return Client().get(f"/look/{name}/").content.decode()


def squeeze(html: str) -> str:
    return " ".join(unescape(html).split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_page_holds_a_script_or_a_style_of_its_own(name):
    page = fetch(name)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", page)


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_page_has_one_heading_and_the_emergency_number(name):
    page = fetch(name)
    assert page.count("<h1") == 1
    assert 'href="tel:08004960199"' in page


def test_a_page_with_errors_says_so_in_its_title():
    assert "<title> Error: Your contact details – Riverside Homes </title>" in squeeze(fetch("errors"))
    assert "<title> Your contact details – Riverside Homes </title>" in squeeze(fetch("form"))


def test_a_text_field_is_tied_to_its_label_hint_and_error():
    page = squeeze(fetch("errors"))
    assert '<label class="govuk-label govuk-label--s" for="id_mobile">Mobile number</label>' in page
    field = re.search(r'<input[^>]*id="id_mobile"[^>]*>', page)[0]
    assert 'aria-describedby="id_mobile_helptext id_mobile_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'autocomplete="tel"' in field
    assert 'class="govuk-input govuk-input--width-20"' in field
    assert field.count("class=") == 1


def test_each_error_in_the_summary_leads_to_a_control_that_is_there():
    for name in ("errors", "choices"):
        page = fetch(name)
        summary = page[page.index("data-errors") : page.index("<form", page.index("data-errors"))]
        targets = re.findall(r'href="#([^"]*)"', summary)
        assert targets
        assert all(f'id="{target}"' in page for target in targets)


def test_a_long_answer_is_counted_and_not_cut_off():
    page = fetch("form")
    area = re.search(r"<textarea[^>]*>", page)[0]
    assert 'data-maxlength="500"' in area
    assert ' maxlength="' not in area
    assert 'aria-describedby="id_story_most"' in area
    assert area.count("aria-describedby") == 1


def test_a_question_of_its_own_is_the_heading_of_its_page():
    page = squeeze(fetch("choices"))
    assert '<h1 class="govuk-fieldset__heading">Which describes it best?</h1>' in page
    assert 'aria-describedby="id_problem_helptext id_problem_error"' in page
    assert "It drips when it is turned off" in page


def test_a_choice_with_a_hint_is_described_by_it():
    page = squeeze(fetch("choices"))
    drip, stuck = (re.search(rf'<input[^>]*value="{value}"[^>]*>', page)[0] for value in ("drip", "stuck"))
    assert 'aria-describedby="id_problem_0_hint"' in drip
    assert "aria-describedby" not in stuck


def test_signing_out_is_a_form_and_only_officers_see_the_review():
    assert 'action="/account_logout/"' in fetch("form")
    assert "Review" not in fetch("form")
    assert "Review" in fetch("notes")


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_no_request_and_no_database_and_still_gives_the_numbers(name):
    page = squeeze(render_to_string(f"{name}.html"))
    assert "0800 111 999" in page
    assert "0800 496 0199" in page
    assert "– Riverside Homes </title>" in page


def test_each_pattern_that_a_template_names_is_in_the_stylesheet():
    css = (STATIC / "portal.css").read_text().replace("\\", "")
    for template in sorted((STATIC.parent / "templates").rglob("*.html")):
        for name in re.findall(r"govuk-[\w!-]*\w(?![\w{-])", template.read_text()):
            assert f".{name}" in css, f"{name} in {template}"


def test_the_first_visit_is_light():
    page = fetch("form")
    addresses = re.findall(r'(?:src|href)="/?static/([^"]+)"', page)
    assert {"portal.css", "portal.js", "favicon.svg"} <= set(addresses)
    sizes = {name: len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in addresses}
    assert sizes["portal.css"] <= 16_000
    assert sizes["portal.js"] <= 8_000
    assert sum(sizes.values()) + len(gzip.compress(page.encode())) <= 50_000


def test_nothing_of_a_government_brand_is_in_the_stylesheet():
    css = (STATIC / "portal.css").read_text().lower()
    for mark in ("gds transport", "@font-face", "url(", "#1d70b8", "#ffdd00", "#fd0", "#0b0c0c", "#00703c"):
        assert mark not in css


@pytest.mark.parametrize("colour", ["#7a1f4b", "#0B5D5E", "#000000"])
def test_a_dark_colour_is_taken(colour, settings):
    settings.LANDLORD_COLOUR = colour
    assert landlord.check_colour() == []


@pytest.mark.parametrize("colour", ["#ffcc00", "#888888", "teal", "#123", "#12345g", "#0b5d5e}*{x:y"])
def test_a_colour_that_cannot_be_read_is_refused_and_never_served(colour, settings):
    settings.LANDLORD_COLOUR = colour
    assert "portal.E101" in {message.id for message in run_checks(tags=["portal"])}
    assert landlord.current().colour == landlord.DEFAULT_COLOUR


def test_the_least_contrast_is_that_of_wcag():
    assert landlord.complain("#767676") is None
    assert "4.48" in landlord.complain("#777777")


def test_a_landlord_recolours_every_page(settings):
    assert "theme.css" not in fetch("form")
    settings.LANDLORD_COLOUR = "#7a1f4b"
    assert '<link rel="stylesheet" href="/theme.css?7a1f4b">' in fetch("form")
    answer = Client().get("/theme.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "--brand:#7a1f4b;" in answer.content.decode()


def test_the_stylesheet_begins_with_the_landlords_default_colour():
    assert f"--brand: {landlord.DEFAULT_COLOUR}" in (STATIC / "portal.css").read_text()
