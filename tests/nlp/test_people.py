"""Names: full, first, last, short, misspelt and misheard; and words that only look like names."""

import pytest

from assistant.nlp.people import Directory, likeness, sound

PEOPLE = Directory(
    ["Priya Natarajan", "Tom Becker", "Emma Clarke", "Mei Chen", "Will Smith", "Sean Murphy", "Thomas Wright"]
)


def names(text: str, slot: bool = False) -> list[tuple[str, ...]]:
    return [mention.names for mention in PEOPLE.find(text, lambda start, end: slot)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ask Priya", "Priya Natarajan"),
        ("pria said so", "Priya Natarajan"),
        ("give it to bekker", "Tom Becker"),
        ("tom becker", "Tom Becker"),
        ("emma's turn", "Emma Clarke"),
        ("Mei chan", "Mei Chen"),
        ("prea nataraja", "Priya Natarajan"),
    ],
)
def test_names_are_heard(text: str, name: str) -> None:
    assert names(text) == [(name,)]


def test_two_people_of_one_name_stay_two() -> None:
    assert set(names("Tom does it")[0]) == {"Tom Becker", "Thomas Wright"}


@pytest.mark.parametrize(
    "text", ["will you do it", "the market is open", "assign it to Kevin", "maybe tomorrow", "me and you"]
)
def test_ordinary_words_and_strangers_are_nobody(text: str) -> None:
    assert names(text) == []


def test_a_slot_lets_ordinary_words_be_names() -> None:
    assert names("shawn", slot=True) == [("Sean Murphy",)]
    assert names("may", slot=True) == [("Mei Chen",)]


@pytest.mark.parametrize(
    ("one", "other"), [("becker", "bekker"), ("sean", "shawn"), ("philip", "filip"), ("mei", "may")]
)
def test_what_sounds_alike_has_one_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)
    assert likeness(one, one) == 1.0
