"""Two small runs of the same items: what the rules drafted, and a quiet engine's, which left most of it out."""

from pathlib import Path

from assistant.config import Settings
from assistant.evaluation.running import RunOptions, run, runs_folder
from assistant.evaluation.runs import Run, RunFile, RunInfo, read_run
from assistant.schema.draft import DraftSet

#: The files of both under a home's folder of runs.
RULES, QUIET = "first.run.jsonl", "second.run.jsonl"


def make_runs(home: Path) -> tuple[Path, Path]:
    """Run the rules over six items of the commands suite, and write a run in which nothing is proposed on most."""
    settings = Settings(home=home)
    folder = runs_folder(settings)
    options = RunOptions(suite="commands", engine="rules", split="dev", limit=6)
    made = run(options, settings, folder / RULES)
    quiet = copy_run(made, folder / QUIET, engine="quiet")
    return made.path, quiet.path


def copy_run(made: Run, path: Path, items: int | None = None, drafts: DraftSet | None = None, **info: object) -> Run:
    """Write a run with other drafts (default: nothing proposed); fewer `items` make it one that was cut off."""
    described = RunInfo.model_validate(made.info.model_dump() | info)
    file = RunFile(path, described)
    for prediction in made.predictions[:items]:
        assert prediction.drafts
        silent = prediction.drafts.model_copy(update={"issues": (), "commands": (), "page": None, "questions": ()})
        file.add(prediction.model_copy(update={"drafts": drafts or silent}))
    if items is None:
        file.finish(made.summary)
    file.close()
    return read_run(path)
