"""Further codes and attributes, as an admin writes them beside a leaf."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from diagnosis import particulars, tree_file


def test_a_code_a_line_with_its_quantity():
    text = "TILE002 2.5\n\n  GROUT01  \n"
    assert particulars.read_codes(text) == [("TILE002", Decimal("2.5")), ("GROUT01", Decimal(1))]


@pytest.mark.parametrize("text", ["TILE002 lots", "TILE002 0", "TILE002 -1", "TILE002 nan", "X" * 65])
def test_what_is_no_code_and_number_is_explained(text):
    with pytest.raises(ValidationError, match="as a code and a number, such as"):
        particulars.check_codes(text)


def test_a_code_stands_there_once():
    with pytest.raises(ValidationError, match="there twice"):
        particulars.check_codes("A 1\nA 2")


def test_an_attribute_a_line():
    text = "Asbestos = Yes\nLadders=2 needed"
    assert particulars.read_attributes(text) == [("Asbestos", "Yes"), ("Ladders", "2 needed")]


@pytest.mark.parametrize("text", ["Asbestos", "= Yes", "Asbestos ="])
def test_what_is_no_attribute_is_explained(text):
    with pytest.raises(ValidationError, match="as a name and a value, such as"):
        particulars.check_attributes(text)


def test_an_attribute_has_one_value():
    with pytest.raises(ValidationError, match="there twice"):
        particulars.check_attributes("A = 1\nA = 2")


def test_a_tree_file_with_a_bad_line_says_where():
    text = """
        priorities = [{ id = "R", title = "Routine", target_days = 20 }]
        [[categories]]
        title = "Walls"
        [[categories.sub_areas]]
        title = "Tiles"
        leaves = [{ title = "Loose", code = "T1", trade = "t", priority = "R", attributes = "Asbestos" }]
    """
    with pytest.raises(tree_file.TreeFileError) as caught:
        tree_file.read(text)
    assert caught.value.problems == [
        "Walls › Tiles › Loose: Write “Asbestos” as a name and a value, such as Asbestos = Yes."
    ]
