"""Sentences with speakers, bullets, headings and offsets."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.nlp.inflect import base, gerund
from assistant.nlp.languages import foreign_language, is_noise
from assistant.nlp.sentences import split_sentences
from assistant.nlp.words import content, overlap


def test_turns_on_lines_and_in_one_line() -> None:
    text = "Tom: I'll take it. Priya: Great.\nEmma: Fix it by 20.03. please? e.g. today"
    found = [(text[s.start : s.end], s.speaker) for s in split_sentences(text)]
    assert found[0] == ("I'll take it.", "Tom")
    assert found[1] == ("Great.", "Priya")
    assert found[2] == ("Fix it by 20.03. please?", "Emma")


def test_lists_headings_and_ticks() -> None:
    text = "## Action items\n- [ ] Fix login\n- [x] Done thing\n\nNotes:\nDr. Smith said no."
    found = split_sentences(text)
    assert [s.is_heading for s in found] == [True, False, False, True, False]
    assert [s.done for s in found] == [False, False, True, False, False]
    assert found[1].heading == "Action items"
    assert text[found[-1].start : found[-1].end] == "Dr. Smith said no."


def test_keywords_are_no_speakers() -> None:
    assert [s.speaker for s in split_sentences("TODO: fix the thing\nPriority: High")] == [None, None]


@given(st.text(max_size=300))
def test_sentences_lie_in_order_inside_the_text(text: str) -> None:
    last = 0
    for sentence in split_sentences(text):
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end


def test_languages() -> None:
    assert foreign_language("Bitte den Fehler bis Freitag beheben und die Seite prüfen") == "German"
    assert foreign_language("Il faut corriger la page et mettre à jour les documents pour le client") == "French"
    assert foreign_language("請修復登入頁面的錯誤並更新文件") == "another language"
    assert foreign_language("Fix the login page and update the docs, please") is None
    assert foreign_language("login") is None


def test_noise() -> None:
    assert is_noise("\x00\x01\x02binary\x7f\x00" * 10)
    assert is_noise("0x3f 9981 ;;; ### 77 18 22 {}[] 0101 1100 ==== //// ++++ 2231 99")
    assert not is_noise("Fix the login page.")
    assert not is_noise("")


def test_verb_forms() -> None:
    assert [base(w) for w in ("updating", "fixed", "sent", "replaced", "planned", "reviewed")] == [
        "update", "fix", "send", "replace", "plan", "review",
    ]  # fmt: skip
    assert [gerund(w) for w in ("crashes", "stops", "freezes", "shows", "dies")] == [
        "crashing", "stopping", "freezing", "showing", "dying",
    ]  # fmt: skip


def test_content_words_meet_over_forms() -> None:
    assert overlap(set(content("rotating keys")), set(content("the key rotation"))) == 1.0
    assert content("it is the one") == []
