"""Talk that was rewritten, and the evidence that went along."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.cases import Case, Quote
from assistant.evaluation.dataset import all_cases
from assistant.evaluation.rewriting import Edit, align, labels, rewrite, rewritten, without_labels
from tests.evaluation.made import case, gold_command, gold_issue

WORD = st.sampled_from(["tom", "Tom,", "fix", "the", "login", "page.", "-", "a"])
TALK = st.builds("".join, st.lists(st.tuples(WORD, st.sampled_from([" ", "  ", "\n"])).map("".join), max_size=12))


@dataclass(frozen=True)
class Plan:
    """Words, and what becomes of each: it stays, goes, is replaced, or gets a word put in before it."""

    words: list[str]
    fates: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def places(self) -> list[tuple[int, int]]:
        ends = [len(" ".join(self.words[: number + 1])) for number in range(len(self.words))]
        return [(end - len(word), end) for word, end in zip(self.words, ends, strict=True)]

    def edits(self) -> list[Edit]:
        of = {"goes": lambda s, e: Edit(s, e, ""), "replaced": lambda s, e: Edit(s, e, "something else"),
              "put in": lambda s, e: Edit(s, s, "um ")}  # fmt: skip
        places = zip(self.fates, self.places(), strict=True)
        return [of[fate](*place) for fate, place in places if fate in of]


def plans() -> st.SearchStrategy[Plan]:
    fate = st.sampled_from(["stays", "goes", "replaced", "put in"])
    return st.lists(st.tuples(st.text("abc", min_size=1, max_size=4), fate), max_size=10).map(
        lambda drawn: Plan([word for word, _ in drawn], [fate for _, fate in drawn])
    )


def quotes(known: Case) -> list[Quote]:
    return [quote for item in (*known.issues, *known.commands) for quote in item.evidence]


@given(plans())
def test_words_that_were_not_touched_are_found_again(plan: Plan) -> None:
    done = rewrite(plan.text, plan.edits())
    for word, fate, place in zip(plan.words, plan.fates, plan.places(), strict=True):
        start, end = done.span(*place)
        now = {"stays": word, "put in": word, "goes": "", "replaced": "something else"}[fate]
        assert done.text[start:end] == now
    assert done.span(0, len(plan.text))[1] == len(done.text)


@given(plans(), st.integers(0, 40), st.integers(0, 40))
def test_places_stay_in_order_and_inside(plan: Plan, one: int, other: int) -> None:
    start, end = sorted(min(at, len(plan.text)) for at in (one, other))
    if start == end:
        return
    now = rewrite(plan.text, plan.edits()).span(start, end)
    assert 0 <= now[0] <= now[1] <= len(rewrite(plan.text, plan.edits()).text)


def test_part_of_a_replaced_word_is_the_whole_replacement() -> None:
    done = rewrite("fix the login", [Edit(4, 7, "every")])
    assert done.text == "fix every login"
    for inside in ((4, 7), (5, 6), (4, 6), (5, 7)):
        assert done.text[slice(*done.span(*inside))] == "every"
    assert done.text[slice(*done.span(0, 5))] == "fix every"
    assert done.text[slice(*done.span(6, 13))] == "every login"


def test_what_is_put_in_between_belongs_to_neither_side() -> None:
    done = rewrite("onetwo", [Edit(3, 3, "and")])
    assert done.text == "oneandtwo"
    assert [done.text[slice(*done.span(*place))] for place in ((0, 3), (3, 6), (0, 6))] == ["one", "two", "oneandtwo"]
    longer = align("Tom", "um Tom please")
    assert longer.text[slice(*longer.span(0, 3))] == "Tom"


@given(TALK, TALK)
def test_an_alignment_has_the_words_of_the_new_text(old: str, new: str) -> None:
    assert align(old, new).text.split() == new.split()


@given(st.text(max_size=40), st.text(max_size=40))
def test_so_has_one_of_any_text(old: str, new: str) -> None:
    assert align(old, new).text.split() == new.split()


@given(TALK)
def test_a_text_aligned_with_itself_or_its_capitals_keeps_every_place(text: str) -> None:
    assert align(text, text).edits == ()
    loud = align(text, text.upper())
    assert loud.text == text.upper()
    assert all(loud.span(at, at + 1)[1] - loud.span(at, at + 1)[0] >= 1 for at in range(len(text)))


@pytest.mark.parametrize(
    ("old", "new", "words", "now"),
    [
        ("Tom fixes the login page.", "um Tom fixes the login page", "Tom fixes", "Tom fixes"),
        ("Tom fixes the login page.", "tom fixes every login page", "the login page.", "every login page"),
        ("Tom fixes the login page.", "Tom fixes page", "the login page.", "page"),
        ("Tom fixes the login page.", "Don fixes the login page", "Tom", "Don"),
        ("Tom fixes the login page.", "Tom fixes the page", "login", ""),
        ("Tom: hello\nPriya: by Friday", "tom hello priya buy friday", "by Friday", "buy friday"),
    ],
)
def test_where_words_went(old: str, new: str, words: str, now: str) -> None:
    done = align(old, new)
    start = old.index(words)
    assert done.text[slice(*done.span(start, start + len(words)))].strip() == now


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Tom: Hello all.\nPriya Natarajan: Done.", "Hello all. Done."),
        ("Ji-woo: I'll do it.\n\nTom:   Thanks: really.", "I'll do it. Thanks: really."),
        ("New story: as a clerk I want a lamp.", "New story: as a clerk I want a lamp."),
        ("Tom: only one turn", "Tom: only one turn"),
        ("One line.\nby 15:30 then: go", "One line. by 15:30 then: go"),
        ("", ""),
    ],
)
def test_talk_without_its_labels(text: str, plain: str) -> None:
    assert without_labels(text).text == plain


@given(st.lists(st.tuples(st.sampled_from(["Tom", "Ji-woo", "Anne O'Neil"]), st.sampled_from("abc")), min_size=2))
def test_labels_go_and_words_stay(turns: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{name}: {word} and {word}" for name, word in turns)
    assert without_labels(text).text == " ".join(f"{word} and {word}" for _, word in turns)
    assert [text[slice(*span)] for span in labels(text)] == [f"{name}: " for name, _ in turns]


def test_the_evidence_of_every_item_survives_without_labels() -> None:
    for known in all_cases():
        spoken = rewritten(known, without_labels(known.text))
        before, after = quotes(known), quotes(spoken)
        assert [quote.field for quote in after] == [quote.field for quote in before], known.id
        for old, new in zip(before, after, strict=True):
            assert new.span(spoken.text) is not None, (known.id, old.text)
            kept = new.text.split()
            assert old.text.split()[-len(kept) :] == kept, (known.id, old.text)


def test_only_talk_of_several_turns_has_labels() -> None:
    spoken = [each for each in all_cases() if each.kind != "typed"]
    people = {each.id: {part for name in each.context.people for part in (name, *name.split())} for each in spoken}
    for known in spoken:
        said = {known.text[slice(*span)].strip(" :\t") for span in labels(known.text)}
        assert said <= people[known.id], known.id


def test_quotes_move_say_which_one_they_are_and_go_with_their_words() -> None:
    known = case(
        "do it, and call me now",
        issues=[gold_issue("Do it", ("summary", "now"), ("assignee", "do it")).model_dump()],
        commands=[gold_command("comment", "PAY-1", "x", ("value", "call me now")).model_dump()],
    )
    longer = rewritten(known, align(known.text, "now do it and call me now"))
    assert quotes(longer) == [
        Quote(field="summary", text="now", nth=2),
        Quote(field="assignee", text="do it", nth=1),
        Quote(field="value", text="call me now", nth=1),
    ]
    shorter = rewritten(known, align(known.text, "do it"))
    assert [quote.field for quote in quotes(shorter)] == ["assignee"]
    assert rewritten(known, align(known.text, known.text)) is known
