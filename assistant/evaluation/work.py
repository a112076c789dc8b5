"""What a run has to do: the items of its suite, as they are given to the engine."""

from dataclasses import dataclass

from assistant.errors import BadInput
from assistant.evaluation.cases import Case, Suite
from assistant.evaluation.clips import Clip, load_clips, spoken_case
from assistant.evaluation.dataset import all_cases, dataset_hash, load_cases
from assistant.evaluation.noise import worsen
from assistant.evaluation.runs import RunInfo

#: Where the text comes from: written items; the spoken ones, word for word; else what the named weights hear of them.
TEXT, SPOKEN = "text", "spoken"


@dataclass(frozen=True)
class Work:
    """One item for an engine: a case to draft, a clip to hear, or both (hear it, then draft)."""

    suite: Suite
    case: Case | None = None
    clip: Clip | None = None

    @property
    def id(self) -> str:
        """The item's id."""
        return self.case.id if self.case else self.clip.name if self.clip else ""

    @property
    def text(self) -> str:
        """What is said."""
        return self.case.text if self.case else self.clip.text if self.clip else ""

    @property
    def document(self) -> str:
        """What the item was cut from."""
        return self.case.document if self.case else self.id


def work_of(info: RunInfo) -> list[Work]:
    """Return what a run has to do. Raises `BadInput` if the labelled items are not those it names."""
    if info.dataset != dataset_hash(all_cases()):
        raise BadInput(
            f"The run {info.name!r} was made on other labelled items.",
            hint="Run it again with `assistant evaluate run`; figures of different items cannot be compared.",
        )
    found = _hearing(info) if info.suite == "hearing" else _drafting(info)
    return _spread(found, info.limit)


def _hearing(info: RunInfo) -> list[Work]:
    """Return the English clips and those without speech: errors are counted after an English normaliser."""
    return [Work("hearing", clip=clip) for clip in load_clips(info.split) if clip.language in ("en", None)]


def _drafting(info: RunInfo) -> list[Work]:
    if info.source == TEXT:
        cases = load_cases(info.suite, info.split)
        return [Work(info.suite, worsen(case, info.noise) if info.noise else case) for case in cases]
    wanted = {case.id for case in load_cases(info.suite, info.split)}
    clips = [clip for clip in load_clips(info.split) if clip.case in wanted]
    return [Work(info.suite, spoken_case(clip), clip) for clip in clips]


def _spread(works: list[Work], limit: int) -> list[Work]:
    """Return `limit` items spread evenly over all (0: every one), so that a few are of every kind."""
    if not limit or limit >= len(works):
        return works
    return [works[number * len(works) // limit] for number in range(limit)]
