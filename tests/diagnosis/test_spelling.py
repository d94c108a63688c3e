import pytest

from diagnosis.spelling import Candidate, distance, readings


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [
        ("tap", "tap", 0),
        ("driping", "dripping", 1),
        ("leek", "leak", 1),
        ("baht", "bath", 1),
        ("warter", "water", 1),
        ("raidator", "radiator", 1),
        ("", "tap", 3),
    ],
)
def test_the_distance_counts_mistakes_of_the_hand(one, other, mistakes):
    assert distance(one, other) == distance(other, one) == mistakes


def test_a_known_word_is_not_corrected():
    candidates = [Candidate("sink", "same"), Candidate("sick", "near")]
    assert readings("sink", candidates, unfinished=False) == {"sink": 1.0}


def test_the_nearest_word_wins_and_counts_less_than_a_known_one():
    candidates = [Candidate("leak", "near"), Candidate("level", "near")]
    assert readings("leek", candidates, unfinished=False) == {"leak": 0.85}


def test_an_unfinished_word_is_read_as_every_word_it_may_become():
    candidates = [Candidate("boiler", "begins"), Candidate("boiling", "begins")]
    assert set(readings("boil", candidates, unfinished=True)) == {"boiler", "boiling"}
    assert readings("boil", candidates, unfinished=False) == {}


@pytest.mark.parametrize(("typed", "near"), [("ab", "abc"), ("blind", "behind"), ("fridge", "fringing")])
def test_a_word_far_from_every_other_is_not_guessed(typed, near):
    assert readings(typed, [Candidate(near, "near")], unfinished=False) == {}
