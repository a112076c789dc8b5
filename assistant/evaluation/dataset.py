"""The labelled items of the package: loading them, and the split that never changes."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache

from assistant.errors import BadInput, UnknownName
from assistant.evaluation.cases import DATA, SPLITS, SUITES, Case, parse_case

_SPLIT = DATA / "split.json"
_LEFT_OVER = "Restore assistant/evaluation/data from git: figures of different items cannot be compared."


def load_cases(suite: str = "issues", split: str = "dev") -> list[Case]:
    """Return the items of a suite and split ("all" for every split). Raises `BadInput` if the data was changed.

    Issues are looked for in every item, pages where gold has one, commands where there are some and in negatives.
    """
    if suite not in SUITES:
        raise UnknownName("suite", suite, SUITES)
    if split not in (*SPLITS, "all"):
        raise UnknownName("split", split, (*SPLITS, "all"))
    frozen = read_split()
    cases = [case for case in all_cases() if split in ("all", frozen[case.document])]
    if suite == "pages":
        return [case for case in cases if case.page is not None]
    if suite == "commands":
        return [case for case in cases if case.commands or case.kind == "negative"]
    return cases


@lru_cache(maxsize=1)
def all_cases() -> tuple[Case, ...]:
    """Return every item, in the order of files and lines."""
    lines = (line for path in sorted(DATA.glob("*.jsonl")) for line in path.read_text("utf-8").split("\n"))
    return tuple(parse_case(line) for line in lines if line.strip())


def load_more() -> list[Case]:
    """Return the further items that belong to no suite and no split: they are there to train on."""
    lines = (line for path in sorted((DATA / "more").glob("*.jsonl")) for line in path.read_text("utf-8").split("\n"))
    return [parse_case(line) for line in lines if line.strip()]


def read_split() -> dict[str, str]:
    """Return the split of each document. Raises `BadInput` if the items are not those that were split."""
    kept = json.loads(_SPLIT.read_text("utf-8"))
    if kept["hash"] != dataset_hash(all_cases()):
        raise BadInput("The labelled items are not those that were split.", hint=_LEFT_OVER)
    return {document: split for split in SPLITS for document in kept[split]}


@lru_cache(maxsize=4)
def dataset_hash(cases: Iterable[Case]) -> str:
    """Return the SHA-256 of items: it changes with any word of a talk, its context or its gold."""
    found = hashlib.sha256()
    for case in sorted(cases, key=lambda each: each.id):
        found.update(case.model_dump_json().encode())
    return found.hexdigest()


@lru_cache(maxsize=1)
def origins() -> dict[str, str]:
    """Return where each person's name is usual, by full name."""
    groups = json.loads((DATA / "people.json").read_text("utf-8"))
    return {name: origin for origin, names in groups.items() for name in names}
