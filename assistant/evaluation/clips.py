"""Recordings with what is said in them: spoken items of the labelled set, other fixtures, and sound without speech."""

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from assistant.errors import BadInput, UnknownName
from assistant.evaluation.cases import SPLITS, Case
from assistant.evaluation.dataset import all_cases, read_split
from assistant.evaluation.rewriting import without_labels
from assistant.schema.base import Value
from assistant.schema.draft import DraftContext

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures" / "audio"
ITEMS = "items"
#: Which English a synthesised voice speaks, by how its name begins; a "+" says which accent was put on it.
_VOICES = {"a": "American", "b": "British", "h": "Indian", "e": "Spanish", "f": "French", "i": "Italian", "p": "German"}


class Clip(Value):
    """One recording: what is said (empty for sound without speech), who says it, and what is known around it.

    `case` is the id of the labelled item that is spoken, if it is one.
    """

    name: str
    path: Path
    text: str
    language: str | None
    voice: str
    split: str
    context: DraftContext
    case: str | None = None


def load_clips(split: str = "dev", folder: Path = FIXTURES) -> list[Clip]:
    """Return the recordings of a split ("all" for every one). Raises `BadInput` where there are none.

    The fixtures that rules were made with belong to dev; spoken items have the split of their item.
    """
    if split not in (*SPLITS, "all"):
        raise UnknownName("split", split, (*SPLITS, "all"))
    if not (folder / "scripts.jsonl").exists():
        raise BadInput(
            f"There are no recordings in {folder}.",
            hint="The hearing suite needs the checkout's fixtures/audio: run it from there.",
        )
    return [clip for clip in [*_fixtures(folder), *_items(folder / ITEMS)] if split in ("all", clip.split)]


def spoken_case(clip: Clip) -> Case:
    """Return the labelled item that a clip speaks, as it sounds: without the speakers' names before their turns."""
    from assistant.evaluation.rewriting import rewritten

    case = _cases()[str(clip.case)]
    return rewritten(case, without_labels(case.text))


@lru_cache(maxsize=1)
def _cases() -> dict[str, Case]:
    return {case.id: case for case in all_cases()}


def _fixtures(folder: Path) -> Iterator[Clip]:
    for path in sorted(folder.glob("*.expected.json")):
        gold = json.loads(path.read_text("utf-8"))
        name = path.name.removesuffix(".expected.json")
        yield Clip(
            name=name,
            path=folder / f"{name}.flac",
            text=gold["text"],
            language=gold["language"],
            voice=voice_group(gold["voice"]),
            split="dev",
            context=DraftContext.model_validate(gold["context"]),
        )


def _items(folder: Path) -> Iterator[Clip]:
    splits = read_split()
    lines = (folder / "scripts.jsonl").read_text("utf-8").splitlines() if folder.is_dir() else []
    for script in map(json.loads, lines):
        name, noise = script["name"], script.get("noise", "")
        case = None if noise else _cases()[name]
        yield Clip(
            name=name if case else f"{ITEMS}-{name}",  # the other fixtures have a "music" too
            path=folder / f"{name}.flac",
            text=without_labels(case.text).text if case else "",
            language="en" if case else None,
            voice=voice_group(script.get("voice") or list(script.get("cast", {}).values())),
            split=splits[case.document] if case else script["split"],
            context=case.context if case else DraftContext(reference_date=date(2026, 3, 11)),
            case=name if case else None,
        )


def voice_group(voice: str | list[str] | None) -> str:
    """Return the kind of English a voice speaks; several voices in one clip are "several voices"."""
    if not voice:
        return ""
    if isinstance(voice, list):
        groups = {voice_group(each) for each in voice}
        return groups.pop() if len(groups) == 1 else "several voices"
    accent = voice.partition("+")[2]
    return accent.capitalize() if accent else _VOICES.get(voice[:1], "other")
