"""The network learns: what it is shown it can say again."""

from datetime import date

import numpy as np
import pytest
import torch

from assistant.drafting.learned.choose import Limits
from assistant.drafting.learned.layout import lay_out
from assistant.drafting.learned.network import ACTIONS, TAGS, Network, Shape
from assistant.drafting.learned.reader import load_networks, save_networks
from assistant.drafting.reading import read
from assistant.evaluation.cases import Case, GoldCommand, GoldIssue, Quote
from assistant.schema.draft import DraftContext, KnownIssue
from assistant.training.examples import Example, example_of
from assistant.training.learning import Course, loss_of, train
from assistant.training.tuning import measure, tune

CONTEXT = DraftContext(
    reference_date=date(2026, 3, 11), project_key="PAY", people=("Priya Natarajan", "Tom Becker"), components=("web",),
    known_issues=(KnownIssue(key="PAY-12", summary="Recalibrate the old scanner"),),
)  # fmt: skip


def issue(summary: str, quote: str, **fields: object) -> GoldIssue:
    evidence = [Quote(field="summary", text=quote)]
    given = {"issue_type": "Task", "priority": None, "assignee": None, "due_date": None, "story_points": None}
    return GoldIssue.model_validate({"summary": summary, **given, **fields, "evidence": evidence})


def case(name: str, text: str, issues: tuple[GoldIssue, ...] = (), commands: tuple[GoldCommand, ...] = ()) -> Case:
    return Case(
        id=name, kind="dictation", domain="shop", form="clean", document=name, text=text, context=CONTEXT,
        issues=issues, commands=commands,
    )  # fmt: skip


CASES = (
    case(
        "one", "Tom should paint the door by Friday. The roof was mended yesterday.",
        (issue("Paint the door", "paint the door", assignee="Tom Becker", due_date="2026-03-13"),),
    ),
    case("two", "Priya was ill on Monday, and it rained all day."),
    case(
        "three", "Order new paper for the web shop.",
        (issue("Order new paper", "Order new paper", components=("web",)),),
    ),
    case(
        "four", "Move PAY-12 to done.",
        commands=(
            GoldCommand(
                action="transition", key="PAY-12", value="Done",
                evidence=(Quote(field="key", text="PAY-12"), Quote(field="value", text="Move PAY-12 to done")),
            ),
        ),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    made = []
    for number, each in enumerate(CASES):
        layout = lay_out(read(each.text, each.context))
        states = np.random.default_rng(number).normal(size=(len(layout.words), 16)).astype(np.float32)
        made.append(example_of(each, layout, states))
    return made


@pytest.fixture(scope="module")
def trained(examples: list[Example]) -> Network:
    losses: list[float] = []
    course = Course(epochs=60, batch=4, rate=1e-2)
    network = train(examples, Shape(16, width=32, pair=8, drop=0.0), course, lambda n, loss, _: losses.append(loss))
    assert losses[-1] < 0.1 * losses[0]
    return network


def test_gold_is_where_it_is_said(examples: list[Example]) -> None:
    first = examples[0]
    inside = np.flatnonzero(first.tags[:, TAGS.index("issue"), 0])
    said = [CASES[0].text[slice(*first.layout.words[place])] for place in inside]
    assert said == ["paint", "the", "door"]
    assert first.tags[inside[0], 0, 1] == 1
    assert first.tags[:, 0, 1].sum() == 1
    change = examples[3].changes[0]
    assert (change.action, change.keys, change.value) == ("transition", ("PAY-12",), "Done")
    assert examples[3].tags[:, 1 + ACTIONS.index("transition"), 0].sum() == len(examples[3].layout.words) - 1


def test_what_is_shown_is_learned(trained: Network, examples: list[Example]) -> None:
    figures = measure([trained], examples, Limits())
    assert figures["issue_f1"] == figures["commands_exact"] == figures["negatives_clean"] == 1
    assert figures["all_five"] == figures["components_f1"] == 1
    assert figures["invented"] == 0


def test_limits_are_set_to_the_best(trained: Network, examples: list[Example]) -> None:
    limits, figures = tune([trained], examples)
    assert isinstance(limits, Limits)
    assert figures["issue_f1"] == 1


def test_a_seed_gives_one_network(examples: list[Example]) -> None:
    course = Course(epochs=1, batch=2)
    shape = Shape(16, width=32, pair=8)
    one, other = (train(examples, shape, course, lambda *_: None).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_saved_network_answers_alike(
    trained: Network, examples: list[Example], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("reader")
    save_networks(folder, [trained, trained], Limits(work=0.4), {"text_weights": "tiny"})
    networks, limits, weights = load_networks(folder)
    assert len(networks) == 2
    assert limits.work == 0.4
    assert weights == "tiny"
    assert loss_of(networks[1], examples).item() == pytest.approx(loss_of(trained, examples).item(), abs=0.02)
