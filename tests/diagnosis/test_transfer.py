from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from diagnosis import search, transfer, tree_file
from diagnosis.models import Category, RepairCode

SMALL = """
priorities = [{ id = "ROUTINE", title = "Routine", target_days = 28 }]
suppliers = [{ id = "FENCE01", name = "Hartley Fencing Ltd" }]

[[categories]]
title = "Fences"
[[categories.sub_areas]]
title = "Fence"
trade = "Fencer"
priority = "ROUTINE"
supplier = "FENCE01"
leaves = [
  { title = "Fence panel broken", code = "FENC001" },
  { title = "Fence post broken", template = 4101, supplier = "", area = "both" },
]
"""
PANEL, POST = "Fences › Fence › Fence panel broken", "Fences › Fence › Fence post broken"
PLAIN = "small letters, digits and hyphens only"


def problems(old: str, new: str) -> list[str]:
    assert old in SMALL
    with pytest.raises(tree_file.TreeFileError) as caught:
        tree_file.read(SMALL.replace(old, new))
    return caught.value.problems


# --- the starter tree ---------------------------------------------------------------------------------------
def test_the_starter_tree_is_large_enough(starter_file):
    assert len(starter_file.categories) >= 12
    assert len(list(starter_file.leaves())) >= 130


def test_the_starter_tree_holds_the_codes_of_the_documents(starter_file):
    codes = {
        leaf.code: leaf.title
        for leaf in starter_file.leaves()
        if leaf.code in [f"BATH00{n}" for n in range(1, 6)]
    }
    assert codes == {
        "BATH001": "Bath leak",
        "BATH002": "Bath loose",
        "BATH003": "Bath panel loose or broken",
        "BATH004": "Grab bar loose",
        "BATH005": "Grab rail required in bathroom",
    }


def test_the_starter_tree_has_every_kind_of_leaf(starter_file):
    leaves = list(starter_file.leaves())
    assert {leaf.area for leaf in leaves} == {"home", "shared", "both"}
    assert {leaf.supplier for leaf in leaves} == {"", *(firm.id for firm in starter_file.suppliers)}
    assert any(leaf.template for leaf in leaves)
    assert any(leaf.danger_question for leaf in leaves)
    assert any(leaf.try_first for leaf in leaves)


def test_the_starter_tree_never_uses_the_words_of_the_trade(starter_file):
    said = " ".join(
        f"{leaf.title} {leaf.hint} {leaf.try_first} {leaf.visit_note}" for leaf in starter_file.leaves()
    )
    for word in ["SOR", "priority", "eligible", "lifestyle", "tenant", "operative"]:
        assert word.lower() not in said.lower().split()


def test_each_code_of_the_starter_tree_means_one_thing(starter_file):
    used = Counter(leaf.code or leaf.template for leaf in starter_file.leaves())
    assert max(used.values()) == 1


# --- the file -----------------------------------------------------------------------------------------------
def test_leaves_share_what_stands_on_their_sub_area():
    panel, post = tree_file.read(SMALL).leaves()
    assert (panel.trade, panel.supplier, panel.area) == ("Fencer", "FENCE01", "home")
    assert (post.trade, post.supplier, post.area) == ("Fencer", "", "both")


def test_an_address_is_made_of_the_title_where_there_is_none():
    assert [leaf.address for leaf in tree_file.read(SMALL).leaves()] == [
        "fence-panel-broken",
        "fence-post-broken",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"FENC001"', '""', f"{PANEL}: needs either a code or a template."),
        ("template = 4101", 'template = 1, code = "X"', f"{POST}: needs either a code or a template."),
        ('code = "FENC001"', 'kode = "X"', f"{PANEL}: kode is not a name that we know."),
        ('trade = "Fencer"', "", f"{PANEL}: trade is missing."),
        ('priority = "ROUTINE"', 'priority = "SOON"', "Fence panel broken: there is no priority SOON."),
        ('supplier = "FENCE01"', 'supplier = "FENCE9"', "Fence panel broken: there is no supplier FENCE9."),
        ("Fence post broken", "Fence panel broken", "The leaf address fence-panel-broken is used 2 times."),
        ('area = "both"', 'area = "moon"', f"{POST}: area must be one of 'home', 'shared' or 'both'."),
        ('"FENC001"', f'"{"X" * 33}"', f"{PANEL}: code is longer than 32 characters."),
        ('title = "Fences"', 'title = "Fences"\nslug = "A b"', f"Fences: slug may have {PLAIN}."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_plain_words(old, new, sentence):
    assert sentence in problems(old, new)


def test_a_file_that_is_no_toml_says_so():
    with pytest.raises(tree_file.TreeFileError, match="The file is not valid TOML"):
        tree_file.read("[[categories")


def test_a_title_that_makes_no_address_asks_for_one():
    assert problems('title = "Fence post broken"', 'title = "?!"') == ["?!: needs a slug."]


# --- loading ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    assert transfer.load(tree_file.read(SMALL)) == transfer.Loaded(added=6)
    assert transfer.load(tree_file.read(SMALL)) == transfer.Loaded(kept=6)


@pytest.mark.django_db
def test_a_supplier_makes_it_an_outside_job():
    transfer.load(tree_file.read(SMALL))
    panel, post = RepairCode.objects.order_by("position")
    assert (panel.contractor, panel.supplier.external_id) == ("external", "FENCE01")
    assert (post.contractor, post.supplier) == ("internal", None)


@pytest.mark.django_db
def test_what_an_admin_has_changed_stays_unless_it_shall_be_replaced():
    transfer.load(tree_file.read(SMALL))
    RepairCode.objects.filter(slug="fence-panel-broken").update(title="Mine", active=False)
    transfer.load(tree_file.read(SMALL))
    assert RepairCode.objects.get(slug="fence-panel-broken").title == "Mine"
    assert transfer.load(tree_file.read(SMALL), replace=True) == transfer.Loaded(replaced=6)
    assert RepairCode.objects.get(slug="fence-panel-broken").title == "Fence panel broken"


@pytest.mark.django_db
def test_what_is_new_in_the_file_comes_last():
    transfer.load(tree_file.read(SMALL))
    more = SMALL.replace("leaves = [", 'leaves = [ { title = "Fence painted", code = "FENC009" },')
    assert transfer.load(tree_file.read(more)).added == 1
    assert RepairCode.objects.order_by("position").last().slug == "fence-painted"


@pytest.mark.django_db
def test_what_was_loaded_is_found_at_once():
    transfer.load(tree_file.read(SMALL))
    assert search.find("fense pannel")[0].slug == "fence-panel-broken"


@pytest.mark.django_db
def test_the_command_loads_the_starter_tree_and_says_how_much(capsys):
    call_command("load_tree")
    assert capsys.readouterr().out.startswith("Tree: ")
    assert Category.objects.count() >= 12


@pytest.mark.django_db
def test_the_command_loads_nothing_of_a_file_that_is_wrong(tmp_path):
    file = tmp_path / "tree.toml"
    file.write_text(SMALL.replace('"FENC001"', '""'), encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_tree", file=file)
    assert not Category.objects.exists()


def test_the_command_says_that_there_is_no_such_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_tree", file=tmp_path / "nowhere.toml")
