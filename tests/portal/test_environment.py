"""What cannot be read in the environment is noted in a sentence, and never with a secret in it."""

import pytest

from portal.environment import Environment


def make(**variables: str) -> Environment:
    """An environment of just these."""
    environment = Environment()
    environment.ENVIRON = variables
    return environment


@pytest.mark.parametrize(("text", "value"), [("true", True), ("No", False), ("1", True), (" off ", False)])
def test_words_for_true_and_false_are_read(text, value):
    environment = make(HTTPS=text)
    assert environment.bool("HTTPS", default=not value) is value
    assert environment.wrong == []


def test_a_mistyped_word_does_not_switch_anything_off():
    environment = make(HTTPS="tru")
    assert environment.bool("HTTPS", default=True) is True
    assert environment.wrong == ["HTTPS must be true or false, and it is 'tru'."]


def test_a_wrong_number_is_said():
    environment = make(LEAD_TIME_DAYS="abc", SECONDS="1.5x")
    assert environment.int("LEAD_TIME_DAYS", default=1) == 1
    assert environment.float("SECONDS", default=2.0) == 2.0
    assert environment.wrong == [
        "LEAD_TIME_DAYS must be a whole number, and it is 'abc'.",
        "SECONDS must be a number, and it is '1.5x'.",
    ]


def test_a_word_that_is_none_of_those_is_said():
    environment = make(LOG_FORMAT="jsn")
    assert environment.one_of("LOG_FORMAT", ("line", "json"), default="line") == "line"
    assert environment.wrong == ["LOG_FORMAT must be one of line, json, and it is 'jsn'."]


def test_spaces_after_commas_do_not_count():
    assert make(HOSTS="a.example, b.example,").list("HOSTS", default=[]) == ["a.example", "b.example"]


def test_a_password_may_begin_with_a_dollar():
    assert make(PASSWORD="$ecret").str("PASSWORD", default="") == "$ecret"


def test_an_empty_variable_counts_as_missing():
    environment = make(PHONE="")
    assert environment.str("PHONE", default="0800") == "0800"
    assert environment.missing == {"PHONE"}


@pytest.mark.parametrize("url", ["nonsense", "mysql://me:hush@host/name", "postgres://me:hush@host:x/name"])
def test_a_database_that_is_not_postgresql_is_said_without_its_password(url):
    environment = make(DATABASE_URL=url)
    found = environment.db_url("DATABASE_URL", default="postgres:///portal")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert "DATABASE_URL" in environment.wrong[0]
    assert "hush" not in "".join(environment.wrong)


def test_a_database_that_is_postgresql_is_read():
    environment = make(DATABASE_URL="postgres://me:hush@host:5433/name")
    found = environment.db_url("DATABASE_URL", default="postgres:///portal")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("host", 5433, "name")
    assert environment.wrong == []


def test_a_cache_and_a_mail_server_that_nobody_knows_are_said():
    environment = make(CACHE_URL="pigeon://:hush@host", EMAIL_URL="pigeon://me:hush@host")
    assert "locmem" in environment.cache_url("CACHE_URL", default="locmemcache://")["BACKEND"]
    assert environment.email_url("EMAIL_URL", default="smtp://localhost:25")["EMAIL_HOST"] == "localhost"
    assert [sentence.split()[0] for sentence in environment.wrong] == ["CACHE_URL", "EMAIL_URL"]
    assert "hush" not in "".join(environment.wrong)
