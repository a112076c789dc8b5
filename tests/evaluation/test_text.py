"""Words, sentences and likeness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.text import content, covered, sentences, similarity, stem, words

TALK = st.text("ab cd.!", max_size=40)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Fix the login page", "the login pages get fixed", 1.0),
        ("Fix the login page", "Fix the login", 0.8),
        ("Fix the login page", "Order forty chairs", 0.0),
        ("login login", "login", 2 / 3),
        ("Do it", "do it", 1.0),
        ("", "", 1.0),
        ("it", "login", 0.0),
        ("The client’s page", "client's page", 1.0),
    ],
)
def test_how_alike_two_texts_are(one: str, other: str, expected: float) -> None:
    assert similarity(one, other) == pytest.approx(expected)


@given(TALK, TALK)
def test_likeness_is_symmetric_and_a_share(one: str, other: str) -> None:
    found = similarity(one, other)
    assert found == similarity(other, one)
    assert 0 <= found <= 1 + 1e-12
    assert similarity(one, one) == pytest.approx(1)


@pytest.mark.parametrize(
    ("facts", "talk", "expected"),
    [
        ("The login page broke", "the pages of the login", 2 / 3),
        ("The login page", "login page", 1.0),
        ("login", "", 0.0),
        ("and the", "login", 1.0),
    ],
)
def test_how_far_a_talk_covers_facts(facts: str, talk: str, expected: float) -> None:
    assert covered(facts, content(talk)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Version 2.3 of app.py is out. Good.", ["Version 2.3 of app.py is out.", "Good."]),
        ("# Head\n- one thing\n* **bold** `code`\n1. first", ["Head", "one thing", "bold code", "first"]),
        ("...\n\n--", []),
        ("", []),
    ],
)
def test_sentences_of_text_and_markdown(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(TALK)
def test_no_word_is_lost_between_sentences(text: str) -> None:
    assert [word for sentence in sentences(text) for word in words(sentence)] == words(text)


def test_stems() -> None:
    assert stem("Pages") == stem("page's") == stem("page’s") == "page"
    assert content("It's the client's PAGE, isn't it?") == ["client", "page"]
