import pytest

from diagnosis import everyday


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Bath LEAK!", ["bath", "leak"]),
        ("it won't flush", ["it", "wont", "flush"]),
        ("won’t", ["wont"]),
        ("u-bend/trap", ["u", "bend", "trap"]),
        ("café tàp", ["cafe", "tap"]),
        ("tap—drip\x00s", ["tap", "drip", "s"]),
        ("☔ кран", []),
    ],
)
def test_only_plain_words_are_left(typed, words):
    assert everyday.plain_words(typed) == words


def test_a_long_text_is_cut():
    assert len(everyday.plain_words("tap " * 10_000)) == 12
    assert len(everyday.plain_words("a" * 10_000)[0]) == 200


def test_an_everyday_word_means_a_word_of_the_tree():
    assert everyday.meanings()["loo"] == ("toilet",)
    assert everyday.meanings()["mold"] == ("mould",)


def test_a_word_never_both_means_something_and_nothing():
    assert not everyday.empty() & everyday.meanings().keys()


def test_each_everyday_word_can_be_typed():
    assert all(everyday.plain_words(word) == [word] for word in everyday.meanings())
