"""Issue keys as written and spoken, and issues by description."""

import pytest

from assistant.nlp.keys import IssueIndex

INDEX = IssueIndex(
    [
        ("PAY-12", "Rotate the signing keys"),
        ("PAY-123", "Refund fails for split payments"),
        ("PAY-105", "Receipt e-mails in French"),
        ("DEMO-7", "Badge printer offline"),
        ("LOG-2", "Dock door sensor"),
    ],
    "PAY",
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("move PAY-12 to done", ["PAY-12"]),
        ("pay 12", ["PAY-12"]),
        ("move pay twelve to done", ["PAY-12"]),
        ("pay one twenty three", ["PAY-123"]),
        ("P A Y dash 123", ["PAY-123"]),
        ("p.a.y. twelve", ["PAY-12"]),
        ("pay one oh five and demo seven", ["PAY-105", "DEMO-7"]),
        ("pay number twelve", ["PAY-12"]),
        ("issue 12 is late", ["PAY-12"]),
        ("log two hours on pay twelve", ["PAY-12"]),
        ("close log two", ["LOG-2"]),
        ("close pay twelve two days early", ["PAY-12"]),
        ("move L O G dash two to done", ["LOG-2"]),
        ("D-E-M-O-7 is done", ["DEMO-7"]),
        ("close pay four", [None]),
        ("pay 12 euros", []),
        ("encode it as UTF-8", []),
        ("we pay them", []),
    ],
)
def test_known_keys_are_found(text: str, keys: list[str]) -> None:
    assert [mention.key for mention in INDEX.find(text)] == keys


def test_an_unknown_key_offers_the_nearest() -> None:
    (mention,) = INDEX.find("move PAY-13 to done")
    assert mention.key is None
    assert mention.heard == "PAY-13"
    assert "PAY-12" in mention.nearest or "PAY-123" in mention.nearest


@pytest.mark.parametrize(
    ("words", "key"),
    [("the key rotation one", "PAY-12"), ("the badge printer ticket", "DEMO-7"), ("split refunds", "PAY-123")],
)
def test_descriptions_find_their_issue(words: str, key: str) -> None:
    assert INDEX.described(words)[0][0] == key


def test_a_description_of_nothing_finds_nothing() -> None:
    assert INDEX.described("the coffee machine") == []


def test_rare_words_weigh_more_and_bare_words_must_cover_a_summary() -> None:
    index = IssueIndex(
        [
            ("A-1", "Card payments fail"),
            ("A-2", "Card payments are slow"),
            ("A-3", "Login page times out"),
            ("A-4", "App crashes when a photo is uploaded"),
        ]
    )
    assert [key for key, _ in index.described("slow payments")] == ["A-2"]
    assert {key for key, _ in index.described("the payments one")} == {"A-1", "A-2"}
    assert [key for key, _ in index.described("login timeout", bare=True)] == ["A-3"]
    assert index.described("photo", bare=True) == []
