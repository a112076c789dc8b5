"""Talk made worse: repeatably, each kind in its own way, and with the evidence still in its place."""

import re
from collections import Counter
from functools import cache

import jiwer
import pytest

from assistant.errors import UnknownName
from assistant.evaluation.cases import Case, Quote
from assistant.evaluation.dataset import all_cases
from assistant.evaluation.noise import ERROR_RATE, worsen
from assistant.evaluation.rewriting import labels
from tests.evaluation.made import case

NOISES = ("flat", "errors", "names")


@cache
def worse_ones(noise: str) -> list[tuple[Case, Case]]:
    """Return every labelled item with what a noise makes of it."""
    return [(known, worsen(known, noise)) for known in all_cases()]


def quotes(known: Case) -> list[Quote]:
    return [quote for item in (*known.issues, *known.commands) for quote in item.evidence]


def labels_of(known: Case) -> list[str]:
    return [known.text[slice(*span)].strip() for span in labels(known.text)]


@pytest.mark.parametrize("noise", NOISES)
def test_evidence_stays_exact_and_hardly_any_is_lost(noise: str) -> None:
    lost = total = 0
    for known, worse in worse_ones(noise):
        assert all(quote.span(worse.text) for quote in quotes(worse)), known.id
        lost += len(quotes(known)) - len(quotes(worse))
        total += len(quotes(known))
    assert 0 <= lost <= total / 200


@pytest.mark.parametrize("noise", NOISES)
def test_nothing_but_the_words_changes(noise: str) -> None:
    for known, worse in worse_ones(noise):
        assert labels_of(worse) == labels_of(known)
        assert worse.text.count("\n") == known.text.count("\n")
        bare = [
            each.model_copy(
                update={
                    "text": "",
                    "issues": tuple(issue.model_copy(update={"evidence": ()}) for issue in each.issues),
                    "commands": tuple(command.model_copy(update={"evidence": ()}) for command in each.commands),
                }
            )
            for each in (known, worse)
        ]
        assert bare[0] == bare[1]


def test_noise_is_repeatable_and_each_kind_is_another() -> None:
    changed = dict.fromkeys(NOISES, 0)
    apart = []
    for number, known in enumerate(all_cases()):
        made = {noise: worse_ones(noise)[number][1].text for noise in NOISES}
        assert made == {noise: worsen(known, noise).text for noise in NOISES}
        for noise, text in made.items():
            changed[noise] += text != known.text
        if known.form == "clean":
            apart.append(len({known.text, made["flat"], made["errors"]}) == 3)
    assert sum(apart) > 0.97 * len(apart)
    assert changed["errors"] > 290
    assert min(changed.values()) > 150


def test_errors_touch_about_as_many_words_as_they_say() -> None:
    found = jiwer.process_words(*([each.text for each in side] for side in zip(*worse_ones("errors"), strict=True)))
    assert found.wer == pytest.approx(ERROR_RATE, abs=0.03)
    assert min(found.substitutions, found.deletions, found.insertions) > 500


@pytest.mark.parametrize("noise", ["errors", "names"])
def test_digits_are_heard_right(noise: str) -> None:
    for known, worse in worse_ones(noise):
        assert re.findall(r"\d+", worse.text) == re.findall(r"\d+", known.text)


def test_errors_leave_names_alone() -> None:
    for known, worse in worse_ones("errors"):
        names = {part.lower() for name in known.context.people for part in name.split()}
        before, after = (
            Counter(word for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()) if word in names)
            for text in (known.text, worse.text)
        )
        assert before <= after, known.id


def test_misheard_names_leave_all_else_alone() -> None:
    for known, worse in worse_ones("names"):
        parts = {part.lower() for name in known.context.people for part in re.split(r"[\s-]", name)}
        before, after = known.text.split(), worse.text.split()
        assert len(before) == len(after)
        for old, new in zip(before, after, strict=True):
            assert old == new or parts & set(re.findall(r"[^\W\d_]+", old.lower())), (known.id, old, new)


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("Tom, fix PAY-12 by 3.5. or 15:30!", "tom fix pay-12 by 3.5 or 15:30"),
        ("It's the client's \"page\" (new).", "it's the client's page new"),
        ("Tom: Hello, all.\nPriya: Well-known: yes?", "Tom: hello all\nPriya: well-known yes"),
        ("New story: a Lamp.", "new story a lamp"),
    ],
)
def test_flat_talk_has_no_capitals_and_no_marks(text: str, flat: str) -> None:
    assert worsen(case(text), "flat").text == flat


@pytest.mark.parametrize("name", ["Priya", "Natarajan", "Tom", "Becker", "Ji-woo", "Park", "Ji-woo's"])
def test_every_part_of_a_name_can_be_misheard(name: str) -> None:
    text = worsen(case(f"Please ask {name} about it."), "names").text
    misheard = re.fullmatch(r"Please ask (.+) about it\.", text)
    assert misheard
    assert misheard[1] != name
    assert misheard[1][0] == name[0]


def test_labels_are_not_misheard() -> None:
    text = worsen(case("Priya: ask Priya.\nTom: ask Tom."), "names").text
    assert [line.split(" ask ")[0] for line in text.split("\n")] == ["Priya:", "Tom:"]
    assert "Priya." not in text


def test_an_unknown_noise_is_refused() -> None:
    with pytest.raises(UnknownName) as error:
        worsen(case("Hello."), "loud")
    assert error.value.known == ["errors", "flat", "names"]
